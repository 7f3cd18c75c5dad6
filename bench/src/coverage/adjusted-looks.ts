import type { Draws } from '@assay/statistics'
import {
  adjustedEstimates,
  evenlyAccumulating,
  fixedSampleEstimate,
  type Look,
  type Spending,
  spendOverFamily,
} from '@assay/statistics/looks'
import type { Said, Study } from './study.ts'

interface Cell {
  readonly spending: Spending
  readonly looks: number
  /** What z would be on average with all cases. */
  readonly drift: number
}

/** Looks at cases that accumulate, stopped at the first above its limit: what is adjusted beside what takes the last look for the only one. */
export const adjustedLooks: Study<Cell> = {
  id: 'adjusted-looks',
  title: 'Estimates after looks',
  about:
    'Three looks at cases that accumulate, an error of 2.5 % spent over them, stopped at the first look above its limit. The drift is what z would be on average with all cases. “Estimate”: how often the estimate is not below the truth, which of a median-unbiased one is half of the time. “Adjusted” is by the stage-wise ordering; “as it is” takes the look that stopped for the only one.',
  cells: [
    { spending: 'pocock', looks: 3, drift: 1.5 },
    { spending: 'obrien-fleming', looks: 3, drift: 2.5 },
    { spending: 'fixed', looks: 3, drift: 0.5 },
  ],
  place: ({ spending, looks, drift }) => ({ spending, looks, drift }),
  claims: {
    'Interval, adjusted': { kind: 'approximate' },
    'Interval, as it is': { kind: 'shown' },
    'Estimate, adjusted': { kind: 'shown' },
    'Estimate, as it is': { kind: 'shown' },
  },
  how: { kind: 'sampled', sample },
}

const plans = new Map<string, ReturnType<typeof planOf>>()

function planOf({ spending, looks }: Cell) {
  const family = evenlyAccumulating(looks)
  const plan = spendOverFamily(spending, 0.025, family)
  return { plan, adjusted: adjustedEstimates(family, plan, 0.95) }
}

/** The same plan for every sample of a cell. */
function knownPlan(cell: Cell): ReturnType<typeof planOf> {
  const key = `${cell.spending} ${cell.looks}`
  const found = plans.get(key) ?? planOf(cell)
  plans.set(key, found)
  return found
}

function sample(cell: Cell, draws: Draws): Said[] {
  const { plan, adjusted } = knownPlan(cell)
  const result = drawLooks(plan, cell.drift, draws)
  const truth = cell.drift
  return [
    { how: 'adjusted', found: adjusted(result) },
    { how: 'as it is', found: fixedSampleEstimate(result, 0.95) },
  ].flatMap(({ how, found }) => [
    { method: `Interval, ${how}`, lower: found.lower, upper: found.upper, truth },
    { method: `Estimate, ${how}`, lower: -Infinity, upper: found.estimate, truth },
  ])
}

/** As many cases at every look; the effect is what z would be on average with all of them. */
function drawLooks(plan: readonly Look[], drift: number, draws: Draws) {
  let score = 0
  for (const { look, quantile } of plan) {
    const time = look / plan.length
    score += drift / plan.length + Math.sqrt(1 / plan.length) * draws.normal()
    const statistic = score / Math.sqrt(time)
    if (statistic > quantile || look === plan.length) return { look, statistic, standardError: 1 / Math.sqrt(time) }
  }
  throw new RangeError('no looks')
}
