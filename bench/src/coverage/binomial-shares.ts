import { type BinomialMethod, binomialProportion } from '@assay/statistics/proportions'
import { binomialProbabilities } from './binomial-probabilities.ts'
import { addTo, emptyTally, type Study, type Tally } from './study.ts'

const methods: readonly BinomialMethod[] = [
  'clopper-pearson',
  'wilson',
  'wilson-continuity',
  'jeffreys',
  'agresti-coull',
]

/** Points of the grid of shares, in the middle of as many parts of (0, 1). */
const points = 1000

/** Intervals of a share of independent cases, by all that a sample can be. */
export const binomialShares: Study<number> = {
  id: 'binomial-shares',
  title: 'Shares of independent cases',
  about: `All counts of successes with their probabilities, no sampling, for each of ${points} shares evenly spaced in (0, 1); the least coverage is sought at these and just beyond every limit, where it falls.`,
  cells: [10, 20, 30, 50, 100, 200, 500, 1000],
  place: (trials) => ({ cases: trials }),
  claims: {
    'clopper-pearson': { kind: 'exact' },
    wilson: { kind: 'approximate' },
    'wilson-continuity': { kind: 'shown' },
    jeffreys: { kind: 'approximate' },
    'agresti-coull': { kind: 'approximate' },
  },
  how: {
    kind: 'enumerated',
    enumerate: (trials) => Object.fromEntries(methods.map((method) => [method, coverageOf(trials, method)])),
  },
}

/** Mean coverage over the grid, and the least. */
function coverageOf(trials: number, method: BinomialMethod): Tally {
  const intervals = intervalsOf(trials, method)
  const all = emptyTally()
  let least = { covered: 1, at: '' }
  const note = (share: number, covered: number) => {
    if (covered < least.covered) least = { covered, at: share.toPrecision(3) }
  }
  for (let point = 0; point < points; point += 1) {
    const share = (point + 0.5) / points
    const tally = coverageAt(intervals, share)
    note(share, tally.covered)
    for (const key of ['total', 'covered', 'tooHigh', 'tooLow', 'none'] as const) all[key] += tally[key] / points
  }
  for (const { lower, upper } of intervals)
    for (const share of [lower * (1 - 1e-9), upper + (1 - upper) * 1e-9])
      if (share > 0 && share < 1) note(share, coverageAt(intervals, share).covered)
  return { ...all, least }
}

interface Ends {
  lower: number
  upper: number
}

/** The interval of every count. */
export function intervalsOf(trials: number, method: BinomialMethod): Ends[] {
  return Array.from({ length: trials + 1 }, (_, successes) => {
    const found = binomialProportion(successes, trials, method)
    return found.status === 'estimated' ? found.interval : { lower: 1, upper: 0 }
  })
}

/** Coverage at one share, by the intervals of every count. */
export function coverageAt(intervals: readonly Ends[], share: number): Tally {
  const probabilities = binomialProbabilities(intervals.length - 1, share)
  const tally = emptyTally()
  intervals.forEach(({ lower, upper }, successes) => {
    addTo(tally, { lower, upper, truth: share }, probabilities[successes]!)
  })
  return tally
}
