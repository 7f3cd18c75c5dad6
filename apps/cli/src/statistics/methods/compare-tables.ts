import { AssayError } from '@assay/contracts'
import type { Part } from '@assay/statistics/roc'
import {
  type MarkedArea,
  markedAreas,
  type VersionCase,
  type VersionEndpoint,
  versionEndpoints,
} from '@assay/statistics/versions'
import type { Columns } from '../tables/columns.ts'
import type { MatchingOptions } from './matching-options.ts'

/** Endpoints of marks, which have tables of their own. */
export type MarkEndpoint = MarkedArea | 'froc'
const markEndpoints: readonly string[] = ['froc', ...markedAreas]
export const endpoints = [...versionEndpoints, 'froc', ...markedAreas] as const

export function isOfMarks(endpoint: VersionEndpoint | MarkEndpoint): endpoint is MarkEndpoint {
  return markEndpoints.includes(endpoint)
}

/** Calibration, whose scores are probabilities; less is better. */
export function isOfProbabilities(endpoint: VersionEndpoint | MarkEndpoint): boolean {
  return endpoint === 'observed-expected' || endpoint.startsWith('calibration-')
}

/** What a person asked of a comparison of versions. */
export interface CompareOptions extends MatchingOptions {
  readonly words: readonly string[]
  readonly endpoint: VersionEndpoint | MarkEndpoint
  /** Name of the column. */
  readonly version?: string
  readonly partial?: Part
  readonly cut?: number
  readonly weights: 'identity' | 'linear' | 'quadratic'
  readonly baseline?: string
  readonly margin?: number
  readonly lowerBetter?: boolean
  readonly listed: number
  readonly lesions?: string
  readonly cases?: string
  readonly rates?: readonly number[]
  readonly replicates: number
}

interface Answer {
  readonly patient: string
  readonly value: number
  readonly truth?: number
  readonly of?: number
}

/** Answers by version, in the order in which versions first stand in the table, then by case. */
export type Versions = ReadonlyMap<string, ReadonlyMap<string, Answer>>

/** @throws AssayError for a column that the endpoint needs, a value that it can not have, a case twice, or with two truths */
export function versionsOf(columns: Columns, chosen: CompareOptions): Versions {
  const [names, cases, scores] = [columns.text('version'), columns.text('case'), columns.number('score')]
  const patients = columns.has('patient') ? columns.text('patient') : cases
  const truths = truthsOf(columns, chosen)
  const denominators = chosen.endpoint === 'ratio' ? needed(columns, 'of') : undefined
  const known = new Map<string, { patient: string; truth: number | undefined }>()
  const found = new Map<string, Map<string, Answer>>()
  for (const [row, version] of names.entries()) {
    const [name, patient, truth, of] = [cases[row]!, patients[row]!, truths?.[row], denominators?.[row]]
    const refuse = (column: string, what: string) =>
      new AssayError('table-value-invalid', { file: columns.file, line: columns.lineOf(row), column, what })
    if (of !== undefined && !(of >= 0)) throw refuse('of', 'value-count')
    checkKnown(known, name, { patient, truth }, chosen, refuse)
    const own = found.get(version) ?? new Map<string, Answer>()
    found.set(version, own)
    if (own.has(name)) throw refuse('case', 'case-listed-twice')
    const value = answerOf(scores[row]!, chosen, (what) => refuse('score', what))
    own.set(name, {
      patient,
      value,
      ...(truth === undefined ? {} : { truth }),
      ...(of === undefined ? {} : { of }),
    })
  }
  return found
}

/** A case has the same truth and the same patient in every version. */
function checkKnown(
  known: Map<string, { patient: string; truth: number | undefined }>,
  name: string,
  one: { patient: string; truth: number | undefined },
  chosen: CompareOptions,
  refuse: (column: string, what: string) => AssayError,
): void {
  const before = known.get(name)
  if (before && before.truth !== one.truth) throw refuse(truthColumn(chosen), 'case-two-truths')
  if (before && before.patient !== one.patient) throw refuse('patient', 'case-two-patients')
  known.set(name, one)
}

function truthColumn({ endpoint }: CompareOptions): 'truth' | 'reference' {
  return ['kappa', 'bias', 'spread', 'icc'].includes(endpoint) ? 'reference' : 'truth'
}

function truthsOf(columns: Columns, chosen: CompareOptions): ArrayLike<number> | undefined {
  const { endpoint } = chosen
  if (endpoint === 'score' || endpoint === 'ratio') return undefined
  const name = truthColumn(chosen)
  if (name === 'reference') return needed(columns, name)
  has(columns, name)
  return columns.binary(name)
}

function needed(columns: Columns, name: string): Float64Array {
  has(columns, name)
  return columns.number(name)
}

function has(columns: Columns, name: string): void {
  if (!columns.has(name))
    throw new AssayError('table-column-missing', {
      file: columns.file,
      column: name,
      option: `--${name}`,
      found: 'version, case, score',
    })
}

/** A call is 0 or 1, or a score held against the cut. @throws what `refuse` makes of a value that the endpoint can not have */
function answerOf(score: number, { endpoint, cut }: CompareOptions, refuse: (what: string) => AssayError): number {
  if (isOfProbabilities(endpoint)) {
    if (!(score >= 0 && score <= 1)) throw refuse('value-probability')
    if ((score === 0 || score === 1) && endpoint !== 'observed-expected') throw refuse('value-certain')
  }
  if (endpoint !== 'sensitivity' && endpoint !== 'specificity') return score
  if (cut !== undefined) return score >= cut ? 1 : 0
  if (score !== 0 && score !== 1) throw refuse('call-or-cut')
  return score
}

/** The cases that both versions have, as pairs. */
export function pairsOf(versions: Versions, version: string, against: string): { case: string; pair: VersionCase }[] {
  const [later, earlier] = [versions.get(version)!, versions.get(against)!]
  return [...later].flatMap(([name, one]) => {
    const before = earlier.get(name)
    if (!before) return []
    const { patient, truth } = one
    const pair: VersionCase = {
      patient,
      earlier: before.value,
      later: one.value,
      ...(truth === undefined ? {} : { truth }),
      ...(one.of === undefined ? {} : { of: { earlier: before.of ?? 0, later: one.of } }),
    }
    return [{ case: name, pair }]
  })
}
