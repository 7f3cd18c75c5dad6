import { z } from 'zod'

/** Counts of a report by the names of their cells, e.g. `found-3`. */
type Counts = Readonly<Record<string, number>>

const sizes = z.object({ atLeast: z.number().optional(), below: z.number().optional() })

/** What a reader wants to know of the parameters of `froc-grid` and `afroc-grid`. */
const parameters = z.object({ thresholds: z.array(z.number()), sizes: sizes.optional() })
type DetectionParameters = z.infer<typeof parameters>

/** The parameters of an estimator of detection; undefined for another. */
export function detectionParameters(estimator: string, given: unknown): DetectionParameters | undefined {
  return ['froc-grid', 'afroc-grid'].includes(estimator) ? parameters.safeParse(given).data : undefined
}

/** Lesions that an endpoint is of, as its figures' ids say them; '' for all. */
export function sizesOf(given: z.infer<typeof sizes> | undefined): string {
  const { atLeast, below } = given ?? {}
  if (atLeast === undefined) return below === undefined ? '' : `below-${below}`
  return below === undefined ? `from-${atLeast}` : `${atLeast}-to-${below}`
}

/** What marks from a score on come to. */
interface FrocPoint {
  /** Undefined for all marks. */
  readonly threshold: number | undefined
  readonly found: number
  readonly false: number
  /** Share of the lesions. */
  readonly sensitivity: number
  /** False positives a scan. */
  readonly rate: number
}

/** The points of an FROC curve, the strictest first. */
export interface FrocCounts {
  readonly lesions: number
  readonly scans: number
  readonly points: readonly FrocPoint[]
}

/** The points of a curve from a report's counts; undefined where some did not leave their hospitals, or there is no lesion. */
export function countFroc(counts: Counts, { thresholds }: DetectionParameters): FrocCounts | undefined {
  const { lesions = 0, scans = 0 } = counts
  const ends = [...thresholds.toReversed(), undefined]
  const points = ends.map((threshold, k) => {
    const [found = Number.NaN, wrong = Number.NaN] = [counts[`found-${k}`], counts[`false-${k}`]]
    return { threshold, found, false: wrong, sensitivity: found / lesions, rate: wrong / scans }
  })
  const isWhole = lesions > 0 && scans > 0 && points.every((one) => Number.isFinite(one.found + one.false))
  return isWhole ? { lesions, scans, points } : undefined
}
