import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  areaCovariance,
  type ClassClusters,
  type ClassScores,
  type RocArea,
  rocArea,
  splitByTruth,
} from '@assay/statistics/roc'
import type { Columns } from '../tables/columns.ts'

/** One test's scores in a table, in the order of its rows. */
export interface TestScores {
  readonly name: string
  readonly truth: Uint8Array
  /** Failed outputs are the wrong extreme: −∞ for a diseased case, ∞ for a healthy one. */
  readonly scores: Float64Array
  readonly classes: ClassScores
  readonly failed: number
  /** Names of the cases, where the table has them. */
  readonly cases: readonly string[] | undefined
  /** Number of each case's patient, where the table has patients. */
  readonly patients: Int32Array | undefined
  readonly sites: readonly string[] | undefined
}

/**
 * The tests of a table, in the order of their first rows; one without a name where there is no column of tests.
 * @throws AssayError `table-value-invalid` for a case that a test has twice, or that has two truths
 */
export function readTests(columns: Columns): TestScores[] {
  const names = columns.has('test') ? columns.text('test') : undefined
  const patients = columns.has('patient') ? numbered(columns.text('patient')) : undefined
  const rows = [...Array(columns.rows).keys()]
  const groups = names ? Map.groupBy(rows, (row) => names[row]!) : new Map([['', rows]])
  checkCases(columns, groups)
  return [...groups].map(([name, own]) => testOf(columns, name, own, patients))
}

function testOf(columns: Columns, name: string, rows: readonly number[], patients: Int32Array | undefined): TestScores {
  const [truths, given] = [columns.binary('truth'), columns.number('score')]
  const truth = Uint8Array.from(rows, (row) => truths[row]!)
  const scores = Float64Array.from(rows, (row) => {
    const score = given[row]!
    return Number.isNaN(score) ? (truths[row] === 1 ? -Infinity : Infinity) : score
  })
  const pick = <Value>(values: readonly Value[]) => rows.map((row) => values[row]!)
  return {
    name,
    truth,
    scores,
    classes: splitByTruth(truth, scores),
    failed: rows.filter((row) => Number.isNaN(given[row]!)).length,
    cases: columns.has('case') ? pick(columns.text('case')) : undefined,
    patients: patients && Int32Array.from(rows, (row) => patients[row]!),
    sites: columns.has('site') ? pick(columns.text('site')) : undefined,
  }
}

function numbered(names: readonly string[]): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  })
}

function checkCases(columns: Columns, groups: ReadonlyMap<string, readonly number[]>): void {
  if (!columns.has('case')) return
  const [cases, truth] = [columns.text('case'), columns.binary('truth')]
  const truths = new Map<string, number>()
  const fault = (row: number, column: string, what: string) =>
    new AssayError('table-value-invalid', { file: columns.file, line: columns.lineOf(row), column, what })
  for (const rows of groups.values()) {
    const seen = new Set<string>()
    for (const row of rows) {
      const name = cases[row]!
      if (seen.has(name)) throw fault(row, 'case', 'case-twice')
      seen.add(name)
      if ((truths.get(name) ?? truth[row]) !== truth[row]) throw fault(row, 'truth', 'two-truths')
      truths.set(name, truth[row]!)
    }
  }
}

/** A test's rows put in the order of another's cases; undefined where they are not the same cases. */
export function alignTo(test: TestScores, other: TestScores): ClassScores | undefined {
  if (!test.cases || !other.cases || test.cases.length !== other.cases.length) return undefined
  const places = new Map(test.cases.map((name, place) => [name, place]))
  const order = other.cases.map((name) => places.get(name))
  if (order.some((place) => place === undefined)) return undefined
  return splitByTruth(
    Uint8Array.from(order, (place) => test.truth[place!]!),
    Float64Array.from(order, (place) => test.scores[place!]!),
  )
}

/** Patients of a test's cases, class by class. */
export function clustersOf({ patients, truth }: TestScores): ClassClusters | undefined {
  if (!patients) return undefined
  return { diseased: patients.filter((_, i) => truth[i] === 1), healthy: patients.filter((_, i) => truth[i] === 0) }
}

/** The area, with DeLong's variance or, where cases cluster in patients, Obuchowski's. */
export function areaWith(test: TestScores): RocArea {
  const area = rocArea(test.classes)
  const clusters = clustersOf(test)
  if (area.status !== 'estimated' || !clusters) return area
  const found = areaCovariance([test.classes], clusters)
  return { ...area, variance: found.status === 'estimated' ? found.covariance[0]! : null }
}

/** The name of a test; what it gave where there is only one. */
export function nameOf(test: string, t: Translator): string {
  return test === '' ? t('cli.statistics.roc.score') : test
}
