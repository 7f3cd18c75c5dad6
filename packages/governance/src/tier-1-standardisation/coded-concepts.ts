import { type Dataset, text } from '@assay/formats'
import { z } from 'zod'
import { attributeName, datasetsWithin } from '../subject/attributes.ts'
import { type HeaderFault, headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({})

const [value, longValue, urnValue] = ['00080100', '00080119', '00080120']
const [scheme, meaning] = ['00080102', '00080104']

/**
 * Coded concepts are whole: a code, the scheme that it is of (but for URNs), and what it means. Source: DICOM PS3.3 8.8 (Code Sequence Macro).
 */
export const codedConcepts = headerCheck<z.infer<typeof parameters>>({
  id: 'coded-concepts',
  version: 1,
  tier: 1,
  parameters,
  reads: () => [value, longValue, urnValue, scheme, meaning],
  faults: conceptFaults,
  elementFaults: (_, element) => [...datasetsWithin(element)].flatMap(conceptFaults),
})

/** Of a data set that is a concept, if it is one. */
function conceptFaults(dataset: Dataset): HeaderFault[] {
  const isConcept = [value, longValue, urnValue, meaning].some((tag) => dataset.elements.has(tag))
  if (!isConcept) return []
  const [code, urn] = [text(dataset, value) ?? text(dataset, longValue), text(dataset, urnValue)]
  const missing = [
    ...(code === undefined && urn === undefined ? [attributeName(value, 'CodeValue')] : []),
    ...(code !== undefined && text(dataset, scheme) === undefined
      ? [attributeName(scheme, 'CodingSchemeDesignator')]
      : []),
    ...(text(dataset, meaning) === undefined ? [attributeName(meaning, 'CodeMeaning')] : []),
  ]
  return missing.map((attribute) => ({ code: 'code-incomplete' as const, attribute }))
}
