import { drawsOf } from '../random/philox.ts'
import { drawWeights } from '../resampling/draw-weights.ts'
import type { ResamplingPlan } from '../resampling/resampling-plan.ts'
import type { Replicates, WeightedStatistic } from '../resampling/weighted-statistic.ts'

/** What the members of a panel said the truth is. */
export interface TruthPanel {
  readonly cases: number
  readonly members: number
  /** Cases × members by rows: 1 diseased, 0 healthy, −1 not read by this member. */
  readonly readings: Int8Array
}

/**
 * The truth of a case from how many of the panel say diseased and healthy (a member drawn twice says it twice): 1, 0, or
 * undefined where the panel gives none, so that the case doesn't count.
 */
export type TruthRule = (diseased: number, healthy: number, place: number) => 0 | 1 | undefined

/** More than half decides; even votes are what is said. */
export function majority(even: 0 | 1 | undefined): TruthRule {
  return (diseased, healthy) => (diseased === healthy ? even : diseased > healthy ? 1 : 0)
}

/** Where all agree they decide, otherwise the adjudicator. @param adjudicated 0 or 1 a case, read where any two could differ */
export function adjudication(adjudicated: Uint8Array): TruthRule {
  return (diseased, healthy, place) => {
    if (diseased + healthy === 0) return undefined
    if (healthy === 0) return 1
    if (diseased === 0) return 0
    return adjudicated[place] === 1 ? 1 : 0
  }
}

/** Streams of the panel's draws, apart from those of the cases. */
const panelStreams = 2 ** 50

/**
 * Replicates `from` … `to` − 1 of a statistic with the members of the panel and the cases both drawn with replacement, so that
 * the interval also says how much rests on who was asked. The cases' weights are those that the plan alone would draw.
 * @param statisticOf the statistic for a truth, 0 or 1 a case; cases without a truth come with weight 0
 * @param plan of the cases; not stratified by label, which is not fixed here
 * @param seed 0 … 2^53 − 1
 * @throws RangeError for readings that are none, and a plan of another number of cases
 * Source: Owen, *Ann. Appl. Stat.* 1:386–411 (2007), both sides of crossed samples drawn on their own: somewhat too wide in
 *   what single readings add; the part of k members comes out (k − 1) / k of its size, so that few members show too little.
 */
export function replicatePanel(
  panel: TruthPanel,
  rule: TruthRule,
  statisticOf: (truth: Uint8Array) => WeightedStatistic,
  plan: ResamplingPlan,
  seed: number,
  from: number,
  to: number,
): Replicates {
  checkPanel(panel)
  if (plan.cases !== panel.cases) throw new RangeError(`plan: ${plan.cases} cases, panel: ${panel.cases}`)
  const weights = new Float64Array(panel.cases)
  const { columns } = statisticOf(new Uint8Array(panel.cases))
  const values = new Float64Array((to - from) * columns)
  for (let replicate = from; replicate < to; replicate += 1) {
    drawWeights(plan, seed, replicate, weights)
    const truth = settleTruth(panel, rule, drawMembers(panel.members, seed, replicate), weights)
    const start = (replicate - from) * columns
    statisticOf(truth).evaluate(weights, values.subarray(start, start + columns))
  }
  return { columns, values }
}

/** The statistic with the panel and the cases as they are. */
export function evaluatePanel(
  panel: TruthPanel,
  rule: TruthRule,
  statisticOf: (truth: Uint8Array) => WeightedStatistic,
): Float64Array {
  checkPanel(panel)
  const weights = new Float64Array(panel.cases).fill(1)
  const truth = settleTruth(panel, rule, new Int32Array(panel.members).fill(1), weights)
  const statistic = statisticOf(truth)
  const values = new Float64Array(statistic.columns)
  statistic.evaluate(weights, values)
  return values
}

/** How often each member is asked. */
function drawMembers(members: number, seed: number, replicate: number): Int32Array {
  const draws = drawsOf(seed, panelStreams + replicate)
  const times = new Int32Array(members)
  for (let i = 0; i < members; i += 1) times[draws.below(members)]! += 1
  return times
}

/** The truth of every case; the weight of a case without one becomes 0. */
function settleTruth(
  { cases, members, readings }: TruthPanel,
  rule: TruthRule,
  times: Int32Array,
  weights: Float64Array,
): Uint8Array {
  const truth = new Uint8Array(cases)
  for (let place = 0; place < cases; place += 1) {
    let [diseased, healthy] = [0, 0]
    for (let member = 0; member < members; member += 1) {
      const reading = readings[place * members + member]!
      if (reading === 1) diseased += times[member]!
      else if (reading === 0) healthy += times[member]!
    }
    const settled = rule(diseased, healthy, place)
    if (settled === undefined) weights[place] = 0
    else truth[place] = settled
  }
  return truth
}

function checkPanel({ cases, members, readings }: TruthPanel): void {
  if (!(Number.isInteger(members) && members >= 1)) throw new RangeError('members: not a whole number from 1 on')
  if (readings.length !== cases * members) throw new RangeError('readings: not one for every case and member')
  const odd = readings.findIndex((reading) => reading < -1 || reading > 1)
  if (odd >= 0) throw new RangeError(`readings: neither −1, 0 nor 1 at ${odd}`)
}
