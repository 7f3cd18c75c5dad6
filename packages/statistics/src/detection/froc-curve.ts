import type { DetectionScores } from './detection-scores.ts'

/** A point a threshold, from the strictest on; the first stands for no marks at all. */
export interface FrocCurve {
  /** False positives a scan, rising. */
  readonly falsePositives: Float64Array
  /** Share of lesions found, rising. */
  readonly sensitivities: Float64Array
  /** Least score that counts as a mark; the first is Infinity. */
  readonly thresholds: Float64Array
}

/**
 * The FROC curve; empty sensitivities where there is no lesion.
 * Source: Chakraborty, *Med. Phys.* 16:561–568 (1989).
 * @param multiplicities how often each patient counts (a bootstrap draw); once each without
 */
export function frocCurve(scores: DetectionScores, multiplicities?: Int32Array): FrocCurve {
  const times = multiplicities ?? new Int32Array(scores.patients.length).fill(1)
  const total = (of: Int32Array) => of.reduce((sum, count, patient) => sum + count * times[patient]!, 0)
  const [scans, lesions] = [total(scores.scans), total(scores.lesions)]
  const { stepEnds, isLesion, patient } = scores
  const falsePositives = new Float64Array(stepEnds.length + 1)
  const sensitivities = new Float64Array(stepEnds.length + 1)
  const thresholds = new Float64Array(stepEnds.length + 1)
  thresholds[0] = Infinity
  let [found, wrong, entry] = [0, 0, 0]
  stepEnds.forEach((end, step) => {
    for (; entry < end; entry += 1) {
      if (isLesion[entry] === 1) found += times[patient[entry]!]!
      else wrong += times[patient[entry]!]!
    }
    falsePositives[step + 1] = wrong / scans
    sensitivities[step + 1] = found / lesions
    thresholds[step + 1] = scores.scores[end - 1]!
  })
  return { falsePositives, sensitivities, thresholds }
}

/** The rates of the seven-point mean: false positives a scan. */
export const sevenRates: readonly number[] = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]

/**
 * Sensitivity at rates of false positives a scan: linear between points, flat beyond the last.
 * @param rates each ≥ 0, rising
 */
export function sensitivitiesAt({ falsePositives, sensitivities }: FrocCurve, rates: readonly number[]): number[] {
  const last = falsePositives.length - 1
  let right = 0
  return rates.map((rate) => {
    // The last point at a rate is the highest: a curve may rise straight up.
    while (right <= last && falsePositives[right]! <= rate) right += 1
    if (right > last) return sensitivities[last]!
    const [x, y] = [falsePositives[right - 1]!, sensitivities[right - 1]!]
    return y + ((rate - x) / (falsePositives[right]! - x)) * (sensitivities[right]! - y)
  })
}

/**
 * The same sensitivities for a draw of patients, without the curve: marks are counted only as far as the largest rate.
 * @param multiplicities how often each patient counts
 * @param rates each ≥ 0, rising
 */
export function drawnSensitivities(
  scores: DetectionScores,
  multiplicities: Int32Array,
  rates: readonly number[],
): number[] {
  const total = (of: Int32Array) => of.reduce((sum, count, patient) => sum + count * multiplicities[patient]!, 0)
  const [scans, lesions] = [total(scores.scans), total(scores.lesions)]
  const { stepEnds, isLesion, patient } = scores
  const read: number[] = []
  let [found, wrong, entry, x, y] = [0, 0, 0, 0, 0]
  for (let step = 0; step < stepEnds.length && read.length < rates.length; step += 1) {
    for (const end = stepEnds[step]!; entry < end; entry += 1) {
      const times = multiplicities[patient[entry]!]!
      if (isLesion[entry] === 1) found += times
      else wrong += times
    }
    const [right, top] = [wrong / scans, found / lesions]
    for (let rate = rates[read.length]; rate !== undefined && right > rate; rate = rates[read.length])
      read.push(y + ((rate - x) / (right - x)) * (top - y))
    x = right
    y = top
  }
  return [...read, ...rates.slice(read.length).map(() => y)]
}
