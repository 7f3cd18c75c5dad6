import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({
  /** Device families that a case may meet before it is retired. */
  most: z.number().int().min(1),
  /** Least share of cases that are not used up, in (0, 1]. */
  least: z.number().gt(0).max(1),
})

/** A case wears out: each use teaches a vendor something. Enough of the set has met few enough device families. */
export const usesLeft: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'uses-left',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases }, { most, least }) => {
    if (cases.length === 0) return { notApplicable: 'set-empty' }
    const fresh = cases.filter(({ exposures }) => new Set(exposures).size < most).length / cases.length
    const measured = { value: fresh, unit: '1' }
    const worn: Finding = { code: 'set-worn', parameters: { most }, measured, expected: { least, unit: '1' } }
    return { measurements: [{ name: 'share-fresh', ...measured }], findings: fresh < least ? [worn] : [] }
  },
}
