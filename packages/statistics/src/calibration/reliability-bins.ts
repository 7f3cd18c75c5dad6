import { countLimits } from '../frame/count-limits.ts'
import { limitOf } from '../frame/limit.ts'
import type { MergedCells } from '../frame/merge-cells.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCells } from '../proportions/ratio-cells.ts'
import { type Binning, binEdges, binOf, type ForecastBin, meanForecast, sumBins } from './forecast-bins.ts'
import { checkForecasts, type Forecasts } from './forecasts.ts'

/** One point of a reliability diagram. */
export interface ReliabilityBin extends ForecastBin {
  /** Mean forecast, and share of events; null without cases. */
  predicted: number | null
  observed: number | null
  /** Two-sided, of the observed share; null without cases, or where clusters are too few. */
  interval: { level: number; lower: number; upper: number; method: string } | null
}

/**
 * The points of a reliability diagram. Intervals are Wilson's, or with clusters those of a clustered proportion.
 * @param level of the intervals, in (0, 1)
 * @throws RangeError see `checkForecasts`, `binEdges`; a level that is none
 */
export function reliabilityBins(forecasts: Forecasts, binning: Binning, level = 0.95): ReliabilityBin[] {
  checkForecasts(forecasts)
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  const { truths, probabilities, clusters } = forecasts
  const edges = binEdges(binning, probabilities)
  const parts = clusters ? clusterParts(forecasts, clusters, edges) : []
  return sumBins(truths, probabilities, edges).map((bin, index) => {
    if (bin.cases === 0) return { ...bin, predicted: null, observed: null, interval: null }
    const interval = clusters ? clusteredInterval(parts[index] ?? [], level) : wilson(bin, level)
    return { ...bin, predicted: meanForecast(bin), observed: bin.events / bin.cases, interval }
  })
}

function wilson({ cases, events }: ForecastBin, level: number): ReliabilityBin['interval'] {
  const counts = { successes: events, trials: cases }
  const at = (side: 'lower' | 'upper') => countLimits.wilson(counts, side, (1 - level) / 2)
  return { level, lower: at('lower'), upper: at('upper'), method: 'wilson' }
}

/** Events and cases of each cluster, bin by bin. */
function clusterParts({ truths, probabilities }: Forecasts, clusters: Int32Array, edges: Float64Array): RatioPart[][] {
  const bins = Array.from({ length: edges.length - 1 }, () => new Map<number, RatioPart>())
  for (let i = 0; i < truths.length; i += 1) {
    const cluster = clusters[i] as number
    const parts = bins[binOf(edges, probabilities[i] as number)] as Map<number, RatioPart>
    const part = parts.get(cluster) ?? { patient: `${cluster}`, numerator: 0, denominator: 0 }
    part.numerator += truths[i] as number
    part.denominator += 1
    parts.set(cluster, part)
  }
  return bins.map((parts) => [...parts.values()])
}

function clusteredInterval(parts: readonly RatioPart[], level: number): ReliabilityBin['interval'] {
  const cells: MergedCells = new Map(
    ratioCells('bin', parts).map(({ name, value }) => [name, { known: true, values: [value] }]),
  )
  const figure = clusteredProportion('bin', cells, 'bin')
  if (figure.status !== 'estimated') return null
  const at = (side: 'lower' | 'upper') => limitOf(figure.reference, side, (1 - level) / 2)
  return { level, lower: at('lower'), upper: at('upper'), method: figure.interval.method }
}
