import { AssayError } from '@assay/contracts'
import { limit } from '@assay/statistics'
import {
  clusteredDifference,
  clusteredMcNemar,
  clusteredTails,
  mcNemarTest,
  normalTails,
  type PairedCounts,
  type PairedMethod,
  type PairedUnit,
  pairedDifference,
  type Tails,
  tango,
} from '@assay/statistics/paired'
import { type MarginOptions, type MarginTest, testMargin } from './margin-test.ts'
import type { PairedCalls } from './paired-calls.ts'

const independentVariants = ['exact', 'mid-p', 'asymptotic', 'continuity-corrected'] as const
const clusteredVariants = ['obuchowski', 'durkalski'] as const
export const variants = [...independentVariants, ...clusteredVariants]

/** What a person asked of a comparison. */
export interface PairedOptions extends MarginOptions {
  readonly method: PairedMethod
  readonly mcnemar?: (typeof variants)[number]
}

/** Two tests on the same cases: on all of them, or on the diseased and healthy ones apart. */
export interface Comparison {
  figure: 'positive' | 'sensitivity' | 'specificity'
  counts: PairedCounts
  units: PairedUnit[]
}

/** All cases, or where there is the truth both classes. A failed output is the wrong answer; without the truth, a negative one. */
export function comparisonsOf(calls: PairedCalls): Comparison[] {
  const { first, truth } = calls
  const all = [...first.keys()]
  if (!truth) return [comparisonOf('positive', calls, all, 1)]
  const of = (value: 0 | 1) => all.filter((i) => truth[i] === value)
  return [comparisonOf('sensitivity', calls, of(1), 1), comparisonOf('specificity', calls, of(0), 0)]
}

function comparisonOf(
  figure: Comparison['figure'],
  { first, second, patients }: PairedCalls,
  own: readonly number[],
  right: 0 | 1,
): Comparison {
  const isRight = (call: number | undefined) => (call === right ? 1 : 0)
  const units = own.map((i) => {
    return { patient: patients?.[i] ?? String(i), first: isRight(first[i]), second: isRight(second[i]) } as const
  })
  const count = (a: 0 | 1, b: 0 | 1) => units.filter((unit) => unit.first === a && unit.second === b).length
  const counts = { both: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neither: count(0, 0) }
  return { figure, units, counts }
}

/** What is found of a difference: estimate and interval, or why there is none. */
type Found =
  | { status: 'estimated'; estimate: number; lower: number; upper: number; level: number; method: string }
  | { status: 'undefined'; reason: 'empty-denominator' | 'too-few-patients' }

/** What is found of a comparison. */
export interface Compared {
  difference: Found & { patients?: number; effectivePatients?: number }
  mcnemar: { variant: string; statistic: number | null; p: number }
  test?: MarginTest
}

/** The difference, McNemar's test, and the test of a margin where one is asked for. */
export function compare(
  { counts, units }: Comparison,
  isClustered: boolean,
  options: PairedOptions,
  level: number,
): Compared {
  const mcnemar = mcNemarOf(counts, units, isClustered, options)
  const { difference, tails } = isClustered
    ? clusteredFound(units, level)
    : { difference: pairedDifference(counts, options.method, level), tails: normalTails((at) => tango(counts, at)) }
  const test = difference.status === 'estimated' ? testMargin(tails, options, level) : undefined
  return { difference, mcnemar, ...(test ? { test } : {}) }
}

function clusteredFound(
  units: readonly PairedUnit[],
  level: number,
): { difference: Compared['difference']; tails: Tails } {
  const found = clusteredDifference(units)
  if (found.status !== 'estimated') {
    const reason = units.length === 0 ? 'empty-denominator' : 'too-few-patients'
    return { difference: { status: 'undefined', reason }, tails: () => ({ above: 1, below: 1 }) }
  }
  const { estimate, interval, patients, effectivePatients } = found
  const [lower, upper] = [limit(found, 'lower', (1 - level) / 2), limit(found, 'upper', (1 - level) / 2)]
  const { method } = interval
  return {
    difference: { status: 'estimated', estimate, lower, upper, level, method, patients, effectivePatients },
    tails: (delta) => clusteredTails(found, delta),
  }
}

/** @throws AssayError `option-invalid` for a variant that doesn't take cases for what they are */
function mcNemarOf(
  counts: PairedCounts,
  units: readonly PairedUnit[],
  isClustered: boolean,
  { mcnemar }: PairedOptions,
): Compared['mcnemar'] {
  const choices: readonly string[] = isClustered ? clusteredVariants : independentVariants
  const chosen = mcnemar ?? (isClustered ? 'obuchowski' : 'exact')
  if (!choices.includes(chosen))
    throw new AssayError('option-invalid', {
      option: '--mcnemar',
      what: 'option-choice',
      choices: choices.join(', '),
    })
  return chosen === 'obuchowski' || chosen === 'durkalski'
    ? clusteredMcNemar(units, chosen)
    : mcNemarTest(counts.onlyFirst, counts.onlySecond, chosen)
}
