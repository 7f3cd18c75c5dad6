import type { DetectionScores } from './detection-scores.ts'
import { drawPatients } from './draw-patients.ts'
import { drawnSensitivities } from './froc-curve.ts'

/** Replicates of the sensitivities at some rates and of their mean, patients drawn with replacement. */
export interface FrocReplicates {
  /** Replicates × (rates + 1) by rows; the last column is the mean over the rates. */
  readonly values: Float64Array
  readonly columns: number
  /** Draws without any lesion: drawn again, from the next stream. */
  readonly lesionFree: number
}

/**
 * Bootstrap over patients. A draw without a lesion has no sensitivity and is drawn again; a draw without a mark has sensitivity
 * 0 at every rate.
 * @param rates false positives a scan, rising
 * @param replicates how many, at least 1
 * @param seed of the draws: replicate r uses the streams r, r + replicates, …
 * @returns undefined where no patient has a lesion
 */
export function bootstrapFroc(
  scores: DetectionScores,
  rates: readonly number[],
  replicates: number,
  seed: number,
): FrocReplicates | undefined {
  if (scores.lesions.every((count) => count === 0)) return undefined
  const columns = rates.length + 1
  const values = new Float64Array(replicates * columns)
  let lesionFree = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    let stream = replicate
    let drawn = drawPatients(scores.patients.length, seed, stream)
    while (!hasLesion(scores.lesions, drawn)) {
      lesionFree += 1
      stream += replicates
      drawn = drawPatients(scores.patients.length, seed, stream)
    }
    const found = drawnSensitivities(scores, drawn, rates)
    const mean = found.reduce((sum, value) => sum + value, 0) / rates.length
    values.set([...found, mean], replicate * columns)
  }
  return { values, columns, lesionFree }
}

function hasLesion(lesions: Int32Array, times: Int32Array): boolean {
  return lesions.some((count, patient) => count > 0 && times[patient]! > 0)
}
