import { z } from 'zod'
import { attributeName } from '../subject/attributes.ts'
import { headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({ oneOf: z.array(z.string().regex(/^[\d.]{1,64}$/)).min(1) })

/** The transfer syntax is one that the data standard takes. Source: DICOM PS3.5 annex A, PS3.6 table A-1. */
export const transferSyntax = headerCheck<z.infer<typeof parameters>>({
  id: 'transfer-syntax',
  version: 1,
  tier: 1,
  parameters,
  reads: () => ['00020010'],
  faults: ({ syntax }, { oneOf }) => {
    if (oneOf.includes(syntax)) return []
    const measured = { value: syntax.replace(/[^\d.]/g, '?').slice(0, 64), unit: '' }
    return [
      {
        code: 'transfer-syntax-unexpected' as const,
        attribute: attributeName('00020010', 'TransferSyntaxUID'),
        measured,
      },
    ]
  },
})
