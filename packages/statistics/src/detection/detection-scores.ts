import type { MatchedCase } from './match-marks.ts'

/**
 * The scores of all cases in one falling order, ready for curves: a step an entry, each a lesion that was hit or a false
 * positive, with the patient that it belongs to.
 */
export interface DetectionScores {
  /** Falling. */
  readonly scores: Float64Array
  /** 1 where the entry is a lesion, 0 where it is a false positive. */
  readonly isLesion: Uint8Array
  /** Index of the patient. */
  readonly patient: Int32Array
  /** Entry after the last of those with the same score: a tie is one step. */
  readonly stepEnds: Int32Array
  /** By patient: lesions and scans. */
  readonly lesions: Int32Array
  readonly scans: Int32Array
  readonly patients: readonly string[]
}

/** @param cases with all scans, those without marks or lesions too; failed ones have no marks */
export function sortScores(cases: readonly MatchedCase[]): DetectionScores {
  const patients = [...new Set(cases.map(({ patient }) => patient))].sort()
  const places = new Map(patients.map((patient, place) => [patient, place]))
  const [lesions, scans] = [new Int32Array(patients.length), new Int32Array(patients.length)]
  const entries: [score: number, isLesion: 0 | 1, patient: number][] = []
  for (const { patient, lesionScores, falseScores } of cases) {
    const place = places.get(patient) as number
    scans[place]! += 1
    lesions[place]! += lesionScores.length
    for (const score of lesionScores) if (score !== -Infinity) entries.push([score, 1, place])
    for (const score of falseScores) entries.push([score, 0, place])
  }
  entries.sort((a, b) => b[0] - a[0])
  const ends = entries.flatMap(([score], index) => (score === entries[index + 1]?.[0] ? [] : [index + 1]))
  return {
    scores: Float64Array.from(entries, ([score]) => score),
    isLesion: Uint8Array.from(entries, ([, isLesion]) => isLesion),
    patient: Int32Array.from(entries, ([, , patient]) => patient),
    stepEnds: Int32Array.from(ends),
    lesions,
    scans,
    patients,
  }
}
