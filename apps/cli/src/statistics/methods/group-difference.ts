import {
  type Difference,
  differenceOfLimits,
  miettinenNurminen,
  normalTails,
  type Tails,
  type UnpairedMethod,
  unpairedDifference,
} from '@assay/statistics/paired'
import { raoScottTest } from '@assay/statistics/proportions'
import type { CaseSample } from './case-sample.ts'
import { type MarginOptions, type MarginTest, testMargin } from './margin-test.ts'
import type { Share } from './share-interval.ts'

/** What groups of other cases come to: a test of all, and of two the difference, first minus second. */
export interface GroupComparison {
  figure: string
  groups: string[]
  p: { test: 'rao-scott' | 'miettinen-nurminen'; value: number } | { reason: string }
  difference?: Difference | { status: 'undefined'; reason: 'patients-in-both' | 'no-interval' }
  test?: MarginTest
}

/** A group with its share and its rows. */
export interface Group {
  name: string
  share: Share
  cases: readonly number[]
}

/** Compares groups of cases. */
export function compareGroups(
  figure: string,
  groups: readonly Group[],
  isSuccess: (row: number) => boolean,
  {
    sample,
    options,
    level,
  }: { sample: CaseSample; options: MarginOptions & { difference: UnpairedMethod }; level: number },
): GroupComparison {
  const [first, second] = groups
  const isIndependent = !(sample.patient || sample.stratum || sample.weight)
  const two = first && second && groups.length === 2 ? { first, second } : undefined
  const compared = { figure, groups: groups.map(({ name }) => name) }
  if (two && isIndependent && two.first.share.trials > 0 && two.second.share.trials > 0) {
    const shares = { first: two.first.share, second: two.second.share }
    const tails = normalTails((delta) => miettinenNurminen(shares, delta))
    const { above, below } = tails(0)
    return {
      ...compared,
      difference: unpairedDifference(shares, options.difference, level),
      p: { test: 'miettinen-nurminen', value: Math.min(1, 2 * Math.min(above, below)) },
      ...testOf(tails, options, level),
    }
  }
  const p = groupsTest(groups, isSuccess, sample)
  return two ? { ...compared, p, difference: clusteredGroups(two.first, two.second, sample) } : { ...compared, p }
}

function testOf(tails: Tails, options: MarginOptions, level: number): { test?: MarginTest } {
  const test = testMargin(tails, options, level)
  return test ? { test } : {}
}

/** Strata are taken for what they are only by intervals. */
function groupsTest(
  groups: readonly Group[],
  isSuccess: (row: number) => boolean,
  { patient, weight }: CaseSample,
): GroupComparison['p'] {
  const cases = groups.flatMap(({ name, cases: own }) =>
    own.map((row) => {
      return { patient: patient?.[row] ?? String(row), group: name, weight: weight?.[row], success: isSuccess(row) }
    }),
  )
  const test = raoScottTest(cases)
  return test.status === 'estimated' ? { test: 'rao-scott', value: test.p } : { reason: test.reason }
}

/** From the intervals of both, unless they share patients. */
function clusteredGroups(
  first: Group,
  second: Group,
  { patient }: CaseSample,
): NonNullable<GroupComparison['difference']> {
  const own = new Set(first.cases.map((row) => patient?.[row] ?? String(row)))
  if (second.cases.some((row) => own.has(patient?.[row] ?? String(row))))
    return { status: 'undefined', reason: 'patients-in-both' }
  const [one, other] = [first.share.found, second.share.found]
  if (one.status !== 'estimated' || other.status !== 'estimated') return { status: 'undefined', reason: 'no-interval' }
  return differenceOfLimits(one, other)
}
