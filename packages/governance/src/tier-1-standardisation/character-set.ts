import { type Dataset, type Element, text } from '@assay/formats'
import { z } from 'zod'
import { attributeName, datasetsWithin } from '../subject/attributes.ts'
import { type HeaderFault, headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({
  /** Terms of Specific Character Set (0008,0005) that are taken; the empty one is plain ASCII. */
  terms: z.array(z.string().max(16)).min(1),
})

/** Text is in a character set that is declared, known and right. Source: DICOM PS3.3 C.12.1.1.2, PS3.5 6.1. */
export const characterSet = headerCheck<z.infer<typeof parameters>>({
  id: 'character-set',
  version: 1,
  tier: 1,
  parameters,
  reads: () => ['00080005'],
  faults: (dataset, { terms }) =>
    dataset.characterSets
      .filter((term) => !terms.includes(term))
      .map((term) => ({
        code: 'character-set-unknown' as const,
        attribute: attributeName('00080005', 'SpecificCharacterSet'),
        measured: { value: term.replace(/[^\x20-\x7e]/g, '?').slice(0, 32), unit: '' },
      })),
  elementFaults: (dataset, element) => [
    ...textFault(dataset, element),
    ...[...datasetsWithin(element)].flatMap((one) =>
      [...one.elements.values()].flatMap((each) => textFault(one, each)),
    ),
  ],
})

const inCharacterSet = ['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']

function textFault(dataset: Dataset, element: Element): HeaderFault[] {
  if (!inCharacterSet.includes(element.vr) || element.length === 0) return []
  const bytes = dataset.bytes.subarray(element.offset, element.offset + element.length)
  const isPlain = bytes.every((byte) => byte < 0x80 && byte !== 0x1b)
  if (isPlain) return []
  const attribute = attributeName(element.tag)
  const isDeclared = dataset.characterSets.some((term) => term !== '' && term !== 'ISO_IR 6')
  if (!isDeclared) return [{ code: 'character-set-missing' as const, attribute }]
  return text(dataset, element.tag)?.includes('\uFFFD') ? [{ code: 'text-undecodable' as const, attribute }] : []
}
