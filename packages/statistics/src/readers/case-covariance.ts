import { drawsOf } from '../random/philox.ts'
import { type MeritCell, type MeritStudy, type MeritSums, sumMerit } from './merit.ts'
import { drawnMerit, meritRuns } from './merit-runs.ts'

/** How covariances over cases are estimated. */
export type CovarianceMethod = { covariance: 'delong' } | { covariance: 'jackknife' } | Bootstrap

interface Bootstrap {
  readonly covariance: 'bootstrap'
  readonly replicates: number
  readonly seed: number
  /** After each replicate, of those that there are. */
  readonly told?: (done: number, total: number) => void
}

/** Figures of merit of the cells, and their covariances over cases: cells × cells, by rows; 0 for cells without a common patient. */
export interface CaseCovariance {
  readonly estimates: Float64Array
  readonly covariance: Float64Array
}

/**
 * Covariances of figures of merit over cases, readers as they are. Cases of a patient are one cluster.
 * `delong`: structural components (DeLong and others, *Biometrics* 44:837–845, 1988; clusters: Obuchowski, *Biometrics* 53:567–578, 1997).
 * `jackknife`: patients left out one at a time. `bootstrap`: patients drawn with replacement, those with and without diseased cases apart.
 */
export function caseCovariance(study: MeritStudy, method: CovarianceMethod): CaseCovariance {
  const sums = study.cells.map(sumMerit)
  const estimates = Float64Array.from(sums, ({ estimate }) => estimate)
  switch (method.covariance) {
    case 'delong':
      return { estimates, covariance: delong(study, sums) }
    case 'jackknife':
      return { estimates, covariance: jackknife(study, sums) }
    case 'bootstrap':
      return { estimates, covariance: bootstrap(study, method) }
  }
}

/** Which patients a cell has, of its rows and of its columns: 1 for those. */
interface Presence {
  readonly rows: Uint8Array
  readonly columns: Uint8Array
  readonly any: Uint8Array
}

function presenceOf({ rows, columns }: MeritCell, { cases, patients }: MeritStudy): Presence {
  const of = (...lists: readonly Int32Array[]) => {
    const present = new Uint8Array(patients)
    for (const places of lists) for (const place of places) present[cases[place]!.patient] = 1
    return present
  }
  return { rows: of(rows), columns: of(columns), any: of(rows, columns) }
}

function sharedCount(one: Uint8Array, other: Uint8Array): number {
  let shared = 0
  for (let patient = 0; patient < one.length; patient += 1) shared += one[patient]! & other[patient]!
  return shared
}

/** Influences of a cell's cases on it, summed by patient, rows and columns apart. */
interface Influences {
  readonly byRow: Float64Array
  readonly byColumn: Float64Array
}

function delong(study: MeritStudy, sums: readonly MeritSums[]): Float64Array {
  const influences = study.cells.map((cell, i) => influencesOf(cell, sums[i]!, study))
  const presences = study.cells.map((cell) => presenceOf(cell, study))
  const hasClusters = study.patients < study.cases.length
  return fill(study, (a, b) => {
    const [one, other] = [influences[a]!, influences[b]!]
    const [x, y] = [presences[a]!, presences[b]!]
    const inflated = (value: number, shared: number) => (shared < 2 ? value : (value * shared) / (shared - 1))
    const own =
      inflated(product(one.byRow, other.byRow), sharedCount(x.rows, y.rows)) +
      inflated(product(one.byColumn, other.byColumn), sharedCount(x.columns, y.columns))
    // Only a patient with cases of both classes has a part in both.
    if (!hasClusters) return own
    const mixed = product(one.byRow, other.byColumn) + product(other.byRow, one.byColumn)
    return own + inflated(mixed, sharedCount(x.any, y.any))
  })
}

function product(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i += 1) sum += x[i]! * y[i]!
  return sum
}

function influencesOf(
  { rows, columns, weights }: MeritCell,
  sums: MeritSums,
  { cases, patients }: MeritStudy,
): Influences {
  const [byRow, byColumn] = [new Float64Array(patients), new Float64Array(patients)]
  const width = Math.max(1, columns.length)
  rows.forEach((place, i) => {
    byRow[cases[place]!.patient]! += (sums.rowSums[i]! / width - weights[i]! * sums.estimate) / sums.weight
  })
  columns.forEach((place, j) => {
    byColumn[cases[place]!.patient]! += (sums.columnSums[j]! / sums.weight - sums.estimate) / columns.length
  })
  return { byRow, byColumn }
}

/** A symmetric matrix of cells; 0 for cells without a common patient. */
function fill(study: MeritStudy, of: (a: number, b: number) => number): Float64Array {
  const cells = study.cells.length
  const present = study.cells.map((cell) => presenceOf(cell, study).any)
  const covariance = new Float64Array(cells * cells)
  for (let a = 0; a < cells; a += 1)
    for (let b = a; b < cells; b += 1) {
      if (!present[a]!.some((is, patient) => is === 1 && present[b]![patient] === 1)) continue
      covariance[a * cells + b] = of(a, b)
      covariance[b * cells + a] = covariance[a * cells + b]!
    }
  return covariance
}

function jackknife(study: MeritStudy, sums: readonly MeritSums[]): Float64Array {
  // By patient; not a number for those whom a cell lacks.
  const left = study.cells.map((cell, i) => {
    const values = new Float64Array(study.patients).fill(Number.NaN)
    for (const [patient, without] of leaveOneOut(cell, sums[i]!, study)) values[patient] = without
    return values
  })
  return fill(study, (a, b) => jackknifeCovariance(left[a]!, left[b]!))
}

function jackknifeCovariance(one: Float64Array, other: Float64Array): number {
  let [n, x, y] = [0, 0, 0]
  for (let i = 0; i < one.length; i += 1) {
    if (Number.isNaN(one[i]! + other[i]!)) continue
    n += 1
    x += one[i]!
    y += other[i]!
  }
  let sum = 0
  for (let i = 0; i < one.length; i += 1) {
    const term = (one[i]! - x / n) * (other[i]! - y / n)
    if (!Number.isNaN(term)) sum += term
  }
  return ((n - 1) / n) * sum
}

/** The merit without each patient, by patient. */
export function leaveOneOut(
  cell: MeritCell,
  sums: MeritSums,
  { cases }: Pick<MeritStudy, 'cases'>,
): Map<number, number> {
  const width = Math.max(1, cell.columns.length)
  const own = new Map<number, { rows: number[]; columns: number[] }>()
  const of = (place: number) => {
    const { patient } = cases[place]!
    const known = own.get(patient) ?? { rows: [], columns: [] }
    own.set(patient, known)
    return known
  }
  cell.rows.forEach((place, i) => void of(place).rows.push(i))
  cell.columns.forEach((place, j) => void of(place).columns.push(j))
  return new Map(
    [...own].map(([patient, { rows, columns }]) => {
      const rowTotal = rows.reduce((sum, i) => sum + sums.rowSums[i]!, 0)
      const columnTotal = columns.reduce((sum, j) => sum + sums.columnSums[j]!, 0)
      const both = rows.reduce((sum, i) => sum + columns.reduce((part, j) => part + cell.values[i * width + j]!, 0), 0)
      const weight = sums.weight - rows.reduce((sum, i) => sum + cell.weights[i]!, 0)
      const total = sums.total - rowTotal - columnTotal + both
      return [patient, total / (weight * (width - columns.length))]
    }),
  )
}

/** Most draws that are drawn again for one replicate: of a few cases, many draws lack a class. */
const mostRedraws = 1000

function bootstrap(study: MeritStudy, { replicates, seed, told }: Bootstrap): Float64Array {
  const cells = study.cells.length
  const strata = patientStrata(study)
  const runs = study.cells.map(meritRuns)
  const means = new Float64Array(cells)
  const drawn = Array.from({ length: replicates }, (_, replicate) => {
    for (let again = 0; again < mostRedraws; again += 1) {
      const times = drawPatients(strata, study.patients, seed, replicate + again * replicates)
      const values = runs.map((cell) => drawnMerit(cell, times, study))
      if (!values.every(Number.isFinite)) continue
      told?.(replicate + 1, replicates)
      return values
    }
    throw new RangeError('replicates: nearly every draw lacks a class')
  })
  for (const values of drawn) for (const [cell, value] of values.entries()) means[cell]! += value / replicates
  return fill(study, (a, b) => {
    const sum = drawn.reduce((total, values) => total + (values[a]! - means[a]!) * (values[b]! - means[b]!), 0)
    return sum / (replicates - 1)
  })
}

/** Patients with a diseased case, and those without. */
function patientStrata({ cells, cases }: MeritStudy): number[][] {
  const read = new Set(cells.flatMap(({ rows, columns }) => [...rows, ...columns]))
  const diseased = new Set([...read].filter((place) => cases[place]!.diseased).map((place) => cases[place]!.patient))
  const all = [...new Set([...read].map((place) => cases[place]!.patient))].sort((a, b) => a - b)
  return [all.filter((patient) => diseased.has(patient)), all.filter((patient) => !diseased.has(patient))]
}

function drawPatients(strata: readonly number[][], patients: number, seed: number, stream: number): Int32Array {
  const draws = drawsOf(seed, stream)
  const times = new Int32Array(patients)
  for (const stratum of strata)
    for (let i = 0; i < stratum.length; i += 1) times[stratum[draws.below(stratum.length)]!]! += 1
  return times
}
