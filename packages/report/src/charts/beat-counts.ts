import { type MatrixCell, matrixCells, targetCells } from '@assay/statistics'
import type { MatrixCount } from './confusion-matrix.ts'

/** Counts of a report by the names of their cells, e.g. `beats.Vn`. */
type Counts = Readonly<Record<string, number>>

/** Rows and columns of the matrix of beats, as it is drawn. */
export const beatReferences = ['N', 'S', 'V', 'F', 'Q', 'O', 'X'] as const
export const beatDevices = ['n', 's', 'v', 'f', 'q', 'o', 'x'] as const

/** What was missed and what was found wrongly of one kind of beat. */
export interface BeatErrors {
  target: keyof typeof targetCells
  found: number
  missed: number
  missedUndetected: number
  missedShutdown: number
  /** Detected, but called another class; null for QRS, where the class does not count. */
  missedOther: number | null
  wrong: number
  /** Where the reference has no beat, or can't be read. */
  wrongNothing: number
  /** A beat of another class; null for QRS. */
  wrongOther: number | null
}

/** The matrix of beats; empty unless every hospital released all of it exactly. */
export function countBeats(counts: Counts): MatrixCount[] {
  if (!hasAll(counts)) return []
  return beatReferences.flatMap((reference) =>
    beatDevices
      .filter((device) => matrixCells.some((cell) => cell === `${reference}${device}`))
      .map((device) => ({
        reference,
        device,
        agrees: reference.toLowerCase() === device,
        count: counts[`beats.${reference}${device}`] ?? null,
      })),
  )
}

/** False negatives and false positives of QRS, VEB and SVEB, by what they were; empty unless all counts are there. */
export function countBeatErrors(counts: Counts): BeatErrors[] {
  if (!hasAll(counts)) return []
  return (['qrs', 'veb', 'sveb'] as const).map((target) => errorsOf(target, counts))
}

function hasAll(counts: Counts): boolean {
  return matrixCells.every((cell) => counts[`beats.${cell}`] !== undefined)
}

function errorsOf(target: keyof typeof targetCells, counts: Counts): BeatErrors {
  const { truePositive, falseNegative, falsePositive } = targetCells[target]
  const sum = (cells: readonly MatrixCell[], wanted = /./) =>
    cells.filter((cell) => wanted.test(cell)).reduce((total, cell) => total + (counts[`beats.${cell}`] ?? 0), 0)
  const hasClasses = target !== 'qrs'
  return {
    target,
    found: sum(truePositive),
    missed: sum(falseNegative),
    missedUndetected: sum(falseNegative, /o$/),
    missedShutdown: sum(falseNegative, /x$/),
    missedOther: hasClasses ? sum(falseNegative, /[^ox]$/) : null,
    wrong: sum(falsePositive),
    wrongNothing: sum(falsePositive, /^[OX]/),
    wrongOther: hasClasses ? sum(falsePositive, /^[^OX]/) : null,
  }
}
