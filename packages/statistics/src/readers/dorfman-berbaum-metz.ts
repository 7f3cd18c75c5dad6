import { leaveOneOut } from './case-covariance.ts'
import {
  type EqualityTest,
  equalityTest,
  type ModalityDifference,
  modalityDifference,
  type ReaderInterval,
  readerInterval,
} from './compare-modalities.ts'
import type { MeritStudy } from './merit.ts'
import { sumMerit } from './merit.ts'
import type { RandomFactors } from './obuchowski-rockette.ts'
import { checkClasses } from './study-design.ts'

/** Mean squares of pseudovalues: modality T, reader R, case C, and their interactions. */
type PseudovalueSquares = Readonly<Record<'t' | 'r' | 'c' | 'tr' | 'tc' | 'rc' | 'trc', number>>

/** Outcome of the analysis of pseudovalues. */
export interface PseudovalueResult {
  readonly modalities: readonly ({ modality: string } & ReaderInterval)[]
  readonly differences: readonly ModalityDifference[]
  readonly equality: EqualityTest
  readonly meanSquares: PseudovalueSquares
  /** Of a pseudovalue; what is negative is given as it comes out. */
  readonly components: Readonly<Record<'r' | 'c' | 'tr' | 'tc' | 'rc' | 'error', number>>
}

/**
 * Dorfman, Berbaum and Metz's analysis of a crossed study: the analysis of variance of jackknife pseudovalues, with Hillis' degrees of freedom. It is
 * Obuchowski and Rockette's with jackknife covariances, by another way.
 * Sources: Dorfman, Berbaum, Metz, *Invest. Radiol.* 27:723–731 (1992); Hillis, Obuchowski, Schartz, Berbaum, *Stat. Med.* 24:1579–1607 (2005);
 * Hillis, Berbaum, Metz, *Acad. Radiol.* 15:647–661 (2008).
 * @param study crossed: every reader reads every case in every modality
 * @throws ReadingsRefused where a merit lacks cases of a class
 */
export function dorfmanBerbaumMetz(
  study: MeritStudy,
  {
    random,
    level,
    margin,
    within,
  }: { random: RandomFactors; level: number; margin?: number; within?: readonly [number, number] },
): PseudovalueResult {
  checkClasses(
    study,
    study.cells.some(({ columns }) => columns.length > 0),
  )
  const values = pseudovalues(study)
  const [t, r, c] = [study.modalities.length, study.readers.length, values[0]![0]!.length]
  const meanSquares = squaresOf(values)
  const error = errorOf(meanSquares, t, r, c, random)
  const means = values.map((rows) => meanOf(rows.flat()))
  const pairs = means.flatMap((_, first) => means.slice(first + 1).map((__, k) => [first, first + 1 + k] as const))
  return {
    modalities: study.modalities.map((modality, i) => {
      const own = errorOfModality(values[i]!, random)
      return { modality, ...readerInterval(means[i]!, own.meanSquare / (r * c), own.degreesOfFreedom, level, within) }
    }),
    differences: pairs.map(([first, second]) =>
      modalityDifference(
        { first: study.modalities[first]!, second: study.modalities[second]! },
        {
          estimate: means[first]! - means[second]!,
          variance: (2 * error.meanSquare) / (r * c),
          degreesOfFreedom: error.degreesOfFreedom,
        },
        level,
        margin,
      ),
    ),
    equality: equalityTest(meanSquares.t / error.meanSquare, t - 1, error.degreesOfFreedom),
    meanSquares,
    components: componentsOf(meanSquares, t, r, c),
  }
}

/** By modality, reader and patient: K θ − (K − 1) θ without the patient. */
function pseudovalues({ cells, cases, modalities, readers }: MeritStudy): number[][][] {
  const values = modalities.map(() => readers.map((): number[] => []))
  for (const cell of cells) {
    const sums = sumMerit(cell)
    const left = leaveOneOut(cell, sums, { cases })
    const k = left.size
    const row = [...left].sort(([a], [b]) => a - b).map(([, without]) => k * sums.estimate - (k - 1) * without)
    // Their mean is made the estimate itself: a pseudovalue's own mean is off by the jackknife's bias.
    const shift = sums.estimate - meanOf(row)
    values[cell.modality]![cell.reader] = row.map((value) => value + shift)
  }
  return values
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function squaresOf(values: readonly (readonly (readonly number[])[])[]): PseudovalueSquares {
  const [t, r, c] = [values.length, values[0]!.length, values[0]![0]!.length]
  const indices = (n: number) => Array.from({ length: n }, (_, i) => i)
  const [ts, rs, cs] = [indices(t), indices(r), indices(c)]
  const at = (i: number, j: number, k: number) => values[i]![j]![k]!
  const grand = meanOf(values.flatMap((rows) => rows.flat()))
  const ofT = ts.map((i) => meanOf(rs.flatMap((j) => values[i]![j]!)))
  const ofR = rs.map((j) => meanOf(ts.flatMap((i) => values[i]![j]!)))
  const ofC = cs.map((k) => meanOf(ts.flatMap((i) => rs.map((j) => at(i, j, k)))))
  const ofTR = ts.map((i) => rs.map((j) => meanOf(values[i]![j]!)))
  const ofTC = ts.map((i) => cs.map((k) => meanOf(rs.map((j) => at(i, j, k)))))
  const ofRC = rs.map((j) => cs.map((k) => meanOf(ts.map((i) => at(i, j, k)))))
  const squares = (deviations: readonly number[]) => deviations.reduce((sum, value) => sum + value * value, 0)
  const over = <A, B>(a: readonly A[], b: readonly B[], of: (x: A, y: B) => number) =>
    a.flatMap((x) => b.map((y) => of(x, y)))
  return {
    t: (r * c * squares(ofT.map((value) => value - grand))) / (t - 1),
    r: (t * c * squares(ofR.map((value) => value - grand))) / (r - 1),
    c: (t * r * squares(ofC.map((value) => value - grand))) / (c - 1),
    tr: (c * squares(over(ts, rs, (i, j) => ofTR[i]![j]! - ofT[i]! - ofR[j]! + grand))) / ((t - 1) * (r - 1)),
    tc: (r * squares(over(ts, cs, (i, k) => ofTC[i]![k]! - ofT[i]! - ofC[k]! + grand))) / ((t - 1) * (c - 1)),
    rc: (t * squares(over(rs, cs, (j, k) => ofRC[j]![k]! - ofR[j]! - ofC[k]! + grand))) / ((r - 1) * (c - 1)),
    trc:
      squares(
        ts.flatMap((i) =>
          over(
            rs,
            cs,
            (j, k) => at(i, j, k) - ofTR[i]![j]! - ofTC[i]![k]! - ofRC[j]![k]! + ofT[i]! + ofR[j]! + ofC[k]! - grand,
          ),
        ),
      ) /
      ((t - 1) * (r - 1) * (c - 1)),
  }
}

function errorOf({ tr, tc, trc }: PseudovalueSquares, t: number, r: number, c: number, random: RandomFactors) {
  switch (random) {
    case 'readers-and-cases': {
      const meanSquare = tr + Math.max(tc - trc, 0)
      return { meanSquare, degreesOfFreedom: (t - 1) * (r - 1) * (meanSquare / tr) ** 2 }
    }
    case 'readers':
      return { meanSquare: tr, degreesOfFreedom: (t - 1) * (r - 1) }
    case 'cases':
      return { meanSquare: tc, degreesOfFreedom: (t - 1) * (c - 1) }
  }
}

/** Of one modality: readers, cases and both. */
function errorOfModality(rows: readonly (readonly number[])[], random: RandomFactors) {
  const [r, c] = [rows.length, rows[0]!.length]
  const grand = meanOf(rows.flat())
  const ofR = rows.map(meanOf)
  const ofC = rows[0]!.map((_, k) => meanOf(rows.map((row) => row[k]!)))
  const squares = (deviations: readonly number[]) => deviations.reduce((sum, value) => sum + value * value, 0)
  const reader = (c * squares(ofR.map((value) => value - grand))) / (r - 1)
  const cases = (r * squares(ofC.map((value) => value - grand))) / (c - 1)
  const both =
    squares(rows.flatMap((row, j) => row.map((value, k) => value - ofR[j]! - ofC[k]! + grand))) / ((r - 1) * (c - 1))
  if (random === 'readers') return { meanSquare: reader, degreesOfFreedom: r - 1 }
  if (random === 'cases') return { meanSquare: cases, degreesOfFreedom: c - 1 }
  const meanSquare = reader + Math.max(cases - both, 0)
  return { meanSquare, degreesOfFreedom: (r - 1) * (meanSquare / reader) ** 2 }
}

function componentsOf({ r: ofR, c: ofC, tr, tc, rc, trc }: PseudovalueSquares, t: number, r: number, c: number) {
  return {
    r: (ofR - tr - rc + trc) / (t * c),
    c: (ofC - tc - rc + trc) / (t * r),
    tr: (tr - trc) / c,
    tc: (tc - trc) / r,
    rc: (rc - trc) / t,
    error: trc,
  }
}
