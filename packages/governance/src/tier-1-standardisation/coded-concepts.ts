import { text } from '@assay/formats'
import { z } from 'zod'
import { allDatasets, attributeName } from '../subject/attributes.ts'
import { headerCheck } from '../subject/header-check.ts'

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
  faults: (dataset) =>
    [...allDatasets(dataset)].flatMap((one) => {
      const [code, urn] = [text(one, value) ?? text(one, longValue), text(one, urnValue)]
      const isConcept = [value, longValue, urnValue, meaning].some((tag) => one.elements.has(tag))
      if (!isConcept) return []
      const missing = [
        ...(code === undefined && urn === undefined ? [attributeName(value, 'CodeValue')] : []),
        ...(code !== undefined && text(one, scheme) === undefined
          ? [attributeName(scheme, 'CodingSchemeDesignator')]
          : []),
        ...(text(one, meaning) === undefined ? [attributeName(meaning, 'CodeMeaning')] : []),
      ]
      return missing.map((attribute) => ({ code: 'code-incomplete' as const, attribute }))
    }),
})
