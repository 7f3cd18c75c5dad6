import type { Finding, Measurement } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'
import { readingAgreement } from './measure/reading-agreement.ts'

const parameters = z.strictObject({
  /** Most of the readings of items that may differ from the reference standard, in (0, 1). */
  most: z.number().gt(0).lt(1),
  /** Least share of cases that two readers or more have read, in [0, 1]. */
  leastRead: z.number().min(0).max(1),
  /** Least agreement of the readers, Krippendorff's alpha. */
  leastAlpha: z.number().min(-1).max(1).optional(),
  /** Most of the items whose label by the reference standard is estimated to be wrong, in (0, 1). */
  mostWrong: z.number().gt(0).lt(1).optional(),
})

/**
 * How certain the reference standard is: the share of cases that more than one reader has read, the share of their readings that differ
 * from it, how far readers agree beyond chance and the two who agree least, and how many of its labels are likely wrong (see `readingAgreement`). Never measured by a
 * device's own results.
 */
export const labelsCertain: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'labels-certain',
  version: 3,
  tier: 4,
  parameters,
  examine: ({ cases }, { most, leastRead, leastAlpha, mostWrong }) => {
    if (cases.length === 0) return { notApplicable: 'set-empty' }
    const read = cases.filter(({ labels }) => readersOf(labels?.readings ?? []).size >= 2)
    const { differing, alpha, leastPair, wrong } = readingAgreement(
      read.flatMap(({ labels }) => labels?.readings ?? []),
    )
    const measured = [
      measure('read-by-two', read.length / cases.length, { code: 'labels-read-once', least: leastRead }),
      measure('readings-differing', differing, { code: 'labels-noisy', most }),
      measure('readers-alpha', alpha, { code: 'readers-disagree', least: leastAlpha }),
      measure('readers-pair-least', leastPair, { code: 'readers-disagree' }),
      measure('labels-likely-wrong', wrong, { code: 'labels-likely-wrong', most: mostWrong }),
    ].flat()
    return {
      measurements: measured.map(({ measurement }) => measurement),
      findings: measured.flatMap(({ findings }) => findings),
    }
  },
}

function readersOf(readings: readonly { said: Readonly<Record<string, string>> }[]): Set<string> {
  return new Set(readings.flatMap(({ said }) => Object.keys(said)))
}

interface Limit {
  readonly code: Finding['code']
  readonly least?: number | undefined
  readonly most?: number | undefined
}

/** One value with what is wrong with it; nothing where there is no value. */
function measure(
  name: string,
  value: number | undefined,
  { code, least, most }: Limit,
): { measurement: Measurement; findings: Finding[] }[] {
  if (value === undefined) return []
  const unit = '1'
  const isWithin = value >= (least ?? -Infinity) && value <= (most ?? Infinity)
  const expected = { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }), unit }
  return [
    { measurement: { name, value, unit }, findings: isWithin ? [] : [{ code, measured: { value, unit }, expected }] },
  ]
}
