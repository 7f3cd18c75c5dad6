import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({
  /** Most of a reader's readings that may differ from the reference standard, in (0, 1). */
  most: z.number().gt(0).lt(1),
  /** Least share of cases that two readers or more have read, in [0, 1]. */
  leastRead: z.number().min(0).max(1),
})

/**
 * How certain the reference standard is: the share of independent readings that differ from it, and the share of cases
 * that more than one reader has read. Never measured by a device's own results.
 */
export const labelsCertain: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'labels-certain',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases }, { most, leastRead }) => {
    if (cases.length === 0) return { notApplicable: 'set-empty' }
    const read = cases.filter(({ readings }) => readings.length >= 2)
    const readShare = { value: read.length / cases.length, unit: '1' }
    const noise = { value: differing(read), unit: '1' }
    return {
      measurements: [
        { name: 'read-by-two', ...readShare },
        ...(read.length > 0 ? [{ name: 'readings-differing', ...noise }] : []),
      ],
      findings: [
        ...(readShare.value < leastRead
          ? [{ code: 'labels-read-once' as const, measured: readShare, expected: { least: leastRead, unit: '1' } }]
          : []),
        ...(noise.value > most
          ? [{ code: 'labels-noisy' as const, measured: noise, expected: { most, unit: '1' } }]
          : []),
      ],
    }
  },
}

function differing(cases: SetSubject['cases']): number {
  const readings = cases.flatMap(({ label, readings: some }) => some.map((reading) => reading !== label))
  return readings.length === 0 ? 0 : readings.filter(Boolean).length / readings.length
}
