import { items, text } from '@assay/formats'
import { z } from 'zod'
import { attributeName, datasetsWithin } from '../subject/attributes.ts'
import { headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({
  /** Codes of De-identification Method Code Sequence (0012,0064) that have to be there, e.g. 113100. */
  codes: z.array(z.string().regex(/^\d{6}$/)).min(1),
  /**
   * Attributes that may stand nowhere with a value, in sequences neither; or with none but a dummy, where the profile has one replace a
   * value that an object may not lack.
   */
  absent: z
    .array(
      z.strictObject({
        tag: z.string().regex(/^[0-9A-F]{8}$/),
        name: z.string().max(40),
        dummy: z.string().min(1).max(64).optional(),
      }),
    )
    .min(1),
})

/**
 * De-identification was done and recorded, and none of the attributes that identify is left. A finding names the attribute, never its value.
 * Source: DICOM PS3.15 annex E; PS3.3 C.7.1.1 (Patient Identity Removed), C.7.6.1 (Burned In Annotation).
 */
export const deidentified = headerCheck<z.infer<typeof parameters>>({
  id: 'deidentified',
  version: 2,
  tier: 1,
  parameters,
  reads: () => ['00120062', '00120064', '00280301'],
  faults: (dataset, { codes }) => {
    const recorded = items(dataset, '00120064').map((item) => text(item, '00080100'))
    const missing = codes.filter((code) => !recorded.includes(code))
    return [
      ...(text(dataset, '00120062') === 'YES'
        ? []
        : [{ code: 'identity-not-removed' as const, attribute: attributeName('00120062', 'PatientIdentityRemoved') }]),
      ...missing.map((method) => ({
        code: 'deidentification-unrecorded' as const,
        parameters: { method },
        attribute: attributeName('00120064', 'DeidentificationMethodCodeSequence'),
      })),
      ...(text(dataset, '00280301') === 'YES'
        ? [{ code: 'text-burned-in' as const, attribute: attributeName('00280301', 'BurnedInAnnotation') }]
        : []),
    ]
  },
  elementFaults: (dataset, element, { absent }) => {
    const within = [...datasetsWithin(element)]
    const isLeft = ({ tag, dummy }: (typeof absent)[number]) =>
      (tag === element.tag && ![undefined, dummy].includes(text(dataset, tag))) ||
      within.some((one) => ![undefined, dummy].includes(text(one, tag)))
    return absent
      .filter(isLeft)
      .map(({ tag, name }) => ({ code: 'identifier-left' as const, attribute: attributeName(tag, name) }))
  },
})
