/**
 * How probabilities are put into bins. `equal-width`: bins of width 1 / `count` on [0, 1]. `equal-count`: edges at the
 * sample's quantiles (linear interpolation, type 7 of Hyndman and Fan); equal probabilities are never split, so bins may
 * differ in size, and there may be fewer than asked for.
 */
export interface Binning {
  readonly kind: 'equal-width' | 'equal-count'
  /** From 1 to 1000. */
  readonly count: number
}

/** The numbers of one bin that every summary of calibration is made of; c is the middle of the bin. */
export interface ForecastBin {
  /** The bin holds lower < p ≤ upper; the first one holds its lower edge too. */
  readonly lower: number
  readonly upper: number
  cases: number
  events: number
  /** Σ(p − c) over cases. */
  offset: number
  /** Σ(p − c)² over cases. */
  squaredOffset: number
  /** Σ(p − c) over events. */
  eventOffset: number
}

/**
 * Edges of bins, ascending, one more than there are bins.
 * @throws RangeError for a count that is none
 */
export function binEdges({ kind, count }: Binning, probabilities: Float64Array): Float64Array {
  if (!(Number.isInteger(count) && count >= 1 && count <= 1000)) throw new RangeError('bins: not from 1 to 1000')
  if (kind === 'equal-width') return Float64Array.from({ length: count + 1 }, (_, k) => k / count)
  const sorted = probabilities.toSorted()
  const quantile = (share: number) => {
    const place = share * (sorted.length - 1)
    const before = Math.floor(place)
    const low = sorted[before] ?? 0
    return low + (place - before) * ((sorted[before + 1] ?? low) - low)
  }
  const edges = Array.from({ length: count + 1 }, (_, k) => quantile(k / count))
  const distinct = edges.filter((edge, k) => k === 0 || edge > (edges[k - 1] as number))
  return Float64Array.from(distinct.length === 1 ? [...distinct, ...distinct] : distinct)
}

/** The bin of a probability: the first whose upper edge it does not exceed. */
export function binOf(edges: Float64Array, probability: number): number {
  let [low, high] = [0, edges.length - 2]
  while (low < high) {
    const middle = (low + high) >> 1
    if (probability <= (edges[middle + 1] as number)) high = middle
    else low = middle + 1
  }
  return low
}

/** Bins without cases. */
function emptyBins(edges: Float64Array): ForecastBin[] {
  return Array.from({ length: edges.length - 1 }, (_, k) => ({
    lower: edges[k] as number,
    upper: edges[k + 1] as number,
    cases: 0,
    events: 0,
    offset: 0,
    squaredOffset: 0,
    eventOffset: 0,
  }))
}

/** Sums over the cases of each bin. */
export function sumBins(truths: Uint8Array, probabilities: Float64Array, edges: Float64Array): ForecastBin[] {
  const bins = emptyBins(edges)
  for (let i = 0; i < truths.length; i += 1) {
    const probability = probabilities[i] as number
    const bin = bins[binOf(edges, probability)] as ForecastBin
    const offset = probability - middleOf(bin)
    bin.cases += 1
    bin.offset += offset
    bin.squaredOffset += offset * offset
    if (truths[i] === 1) {
      bin.events += 1
      bin.eventOffset += offset
    }
  }
  return bins
}

function middleOf({ lower, upper }: ForecastBin): number {
  return (lower + upper) / 2
}

/** Mean forecast of a bin with cases. */
export function meanForecast(bin: ForecastBin): number {
  return middleOf(bin) + bin.offset / bin.cases
}
