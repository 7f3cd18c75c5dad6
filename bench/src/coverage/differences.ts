import { type PairedMethod, pairedDifference, type UnpairedMethod, unpairedDifference } from '@assay/statistics/paired'
import { binomialProbabilities } from './binomial-probabilities.ts'
import { addTo, emptyTally, type Study, type Tally } from './study.ts'

interface Ends {
  lower: number
  upper: number
}

type Sizes = readonly [first: number, second: number]

const shares = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)

/** Differences of shares of different cases, by all that two samples can be. */
export const unpairedDifferences: Study<Sizes> = {
  id: 'unpaired-differences',
  title: 'Differences of shares, different cases',
  about:
    'All pairs of counts with their probabilities, no sampling, for both shares 0.05, 0.1 … 0.95 (361 points). The truth is the difference.',
  cells: [
    [20, 20],
    [20, 60],
    [50, 50],
    [100, 100],
  ],
  place: ([first, second]) => ({ 'first cases': first, 'second cases': second }),
  claims: { newcombe: { kind: 'approximate' }, 'miettinen-nurminen': { kind: 'approximate' } },
  how: {
    kind: 'enumerated',
    enumerate: (sizes) =>
      Object.fromEntries(
        (['newcombe', 'miettinen-nurminen'] as const).map((method) => [method, unpaired(sizes, method)]),
      ),
  },
}

function unpaired([first, second]: Sizes, method: UnpairedMethod): Tally {
  const intervals = Array.from({ length: first + 1 }, (_, x) =>
    Array.from({ length: second + 1 }, (__, y) =>
      endsOf(
        unpairedDifference(
          { first: { successes: x, trials: first }, second: { successes: y, trials: second } },
          method,
        ),
      ),
    ),
  )
  const probabilities = (trials: number) => shares.map((share) => binomialProbabilities(trials, share))
  const [ofFirst, ofSecond] = [probabilities(first), probabilities(second)]
  return overPoints(
    shares.flatMap((p, i) => shares.map((q, j) => ({ p, q, i, j }))),
    ({ p, q, i, j }) => {
      const tally = emptyTally()
      intervals.forEach((row, x) => {
        row.forEach((interval, y) => {
          addTo(tally, { ...interval, truth: p - q }, ofFirst[i]![x]! * ofSecond[j]![y]!)
        })
      })
      return { tally, at: `${p}, ${q}` }
    },
  )
}

/** Shares of cases that only the first, only the second, and both tests find. */
const pairedPoints = [0.02, 0.05, 0.1, 0.2, 0.3].flatMap((onlyFirst) =>
  [0.02, 0.05, 0.1, 0.2, 0.3]
    .filter((onlySecond) => onlySecond <= onlyFirst)
    .flatMap((onlySecond) =>
      [0.2, 0.5, 0.8].map((part) => ({ onlyFirst, onlySecond, both: part * (1 - onlyFirst - onlySecond) })),
    ),
)

/** Differences of shares of the same cases, by all that a sample can be. */
export const pairedDifferences: Study<number> = {
  id: 'paired-differences',
  title: 'Differences of shares, the same cases',
  about: `All four counts with their probabilities, no sampling, for shares found by one test alone of 0.02, 0.05, 0.1, 0.2 and 0.3, and 20, 50 and 80 % of the other cases found by both (${pairedPoints.length} points). The truth is the difference.`,
  cells: [20, 30, 60, 100],
  place: (cases) => ({ cases }),
  claims: { tango: { kind: 'approximate' }, newcombe: { kind: 'approximate' } },
  how: {
    kind: 'enumerated',
    enumerate: (cases) =>
      Object.fromEntries((['tango', 'newcombe'] as const).map((method) => [method, paired(cases, method)])),
  },
}

function paired(cases: number, method: PairedMethod): Tally {
  const logFactorial = new Float64Array(cases + 1)
  for (let k = 2; k <= cases; k += 1) logFactorial[k] = logFactorial[k - 1]! + Math.log(k)
  const samples = [...samplesOf(cases, method)]
  return overPoints(pairedPoints, ({ onlyFirst, onlySecond, both }) => {
    const logs = [both, onlyFirst, onlySecond, 1 - both - onlyFirst - onlySecond].map(Math.log)
    const tally = emptyTally()
    for (const { counts, interval } of samples) {
      const log = counts.reduce((sum, count, i) => sum + count * logs[i]! - logFactorial[count]!, logFactorial[cases]!)
      addTo(tally, { ...interval, truth: onlyFirst - onlySecond }, Math.exp(log))
    }
    return { tally, at: [onlyFirst, onlySecond, both.toPrecision(3)].join(', ') }
  })
}

/** All four counts of so many cases with their interval. Tango's needs only those that one test alone finds. */
function* samplesOf(cases: number, method: PairedMethod): Generator<{ counts: number[]; interval: Ends }> {
  for (let onlyFirst = 0; onlyFirst <= cases; onlyFirst += 1)
    for (let onlySecond = 0; onlyFirst + onlySecond <= cases; onlySecond += 1) {
      const same = cases - onlyFirst - onlySecond
      const at = (both: number) =>
        endsOf(pairedDifference({ both, onlyFirst, onlySecond, neither: same - both }, method))
      const common = method === 'tango' ? at(0) : undefined
      for (let both = 0; both <= same; both += 1)
        yield { counts: [both, onlyFirst, onlySecond, same - both], interval: common ?? at(both) }
    }
}

function endsOf(found: { status: 'estimated'; lower: number; upper: number } | { status: 'undefined' }): Ends {
  return found.status === 'estimated' ? { lower: found.lower, upper: found.upper } : { lower: 1, upper: -1 }
}

/** The mean of tallies over points, and the least coverage. */
export function overPoints<Point>(points: readonly Point[], at: (point: Point) => { tally: Tally; at: string }): Tally {
  const all = emptyTally()
  let least = { covered: 2, at: '' }
  for (const point of points) {
    const { tally, at: where } = at(point)
    for (const key of ['total', 'covered', 'tooHigh', 'tooLow', 'none'] as const) all[key] += tally[key] / points.length
    if (tally.covered < least.covered) least = { covered: tally.covered, at: where }
  }
  return { ...all, least }
}
