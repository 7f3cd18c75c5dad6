import { drawsOf } from '../random/philox.ts'
import { drawBinomial } from './draw-binomial.ts'
import type { Replicates, WeightedStatistic } from './weighted-statistic.ts'

/** A stratified sample whose units are of few kinds (found and missed): counts by stratum and kind, whole, from 0 on. */
export type CountedSample = readonly (readonly number[])[]

/**
 * Replicates of a statistic that depends on how many units of each kind a stratum has. Each replicate draws these numbers
 * themselves: in a stratum of n units they are multinomial with the sample's shares, exactly as if n units were drawn one by
 * one with replacement and then counted. They are other draws than those of a plan over the units, of the same distribution;
 * a replicate takes √n steps a kind in place of n.
 * @param statistic over the counts, stratum after stratum, in place of cases' weights
 * @param seed 0 … 2^53 − 1; replicate r is stream r
 * @throws RangeError for counts that are none
 */
export function computeCountedReplicates(
  sample: CountedSample,
  statistic: WeightedStatistic,
  seed: number,
  from: number,
  to: number,
): Replicates {
  checkCounts(sample)
  const { columns } = statistic
  const values = new Float64Array((to - from) * columns)
  const counts = Float64Array.from(sample.flat())
  for (let replicate = from; replicate < to; replicate += 1) {
    drawCounts(sample, seed, replicate, counts)
    const start = (replicate - from) * columns
    statistic.evaluate(counts, values.subarray(start, start + columns))
  }
  return { columns, values }
}

/** Multinomial draws as binomial ones, each kind from what the kinds before it left. */
function drawCounts(sample: CountedSample, seed: number, replicate: number, counts: Float64Array): void {
  const draws = drawsOf(seed, replicate)
  let next = 0
  for (const stratum of sample) {
    let units = stratum.reduce((sum, count) => sum + count, 0)
    let undrawn = units
    for (const count of stratum) {
      const drawn = count === units ? undrawn : drawBinomial(undrawn, count / units, draws)
      counts[next] = drawn
      next += 1
      undrawn -= drawn
      units -= count
    }
  }
}

function checkCounts(sample: CountedSample): void {
  if (!sample.flat().every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new RangeError('sample: a count that is not whole and from 0 on')
}
