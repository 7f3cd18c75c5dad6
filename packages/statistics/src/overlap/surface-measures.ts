import type { DirectedDistances, SurfaceDistances } from './surface-distances.ts'

/**
 * Hausdorff distance, or its robust form at a percentile, mm.
 * `element`: the larger of both ways' percentiles by area, as "surface-distance" has it. `voxel`: by default the percentile of both
 * ways' distances taken together, linear between them, as MedPy has it; `directed` takes the larger of both ways' percentiles.
 * @param percentile in (0, 100]
 */
export function hausdorffDistance(
  { kind, fromReference, fromResult }: SurfaceDistances,
  percentile: number,
  pooling: 'pooled' | 'directed' = 'pooled',
): number {
  if (kind === 'element')
    return Math.max(areaPercentile(fromReference, percentile), areaPercentile(fromResult, percentile))
  if (pooling === 'directed')
    return Math.max(
      linearPercentile(fromReference.distances, percentile),
      linearPercentile(fromResult.distances, percentile),
    )
  const both = new Float64Array(fromReference.distances.length + fromResult.distances.length)
  both.set(fromReference.distances)
  both.set(fromResult.distances, fromReference.distances.length)
  return linearPercentile(both.sort(), percentile)
}

/** Mean distance of the points of each surface to the other, by area, mm. */
export function averageDistances({ fromReference, fromResult }: SurfaceDistances): {
  fromReference: number
  fromResult: number
} {
  return { fromReference: meanByArea(fromReference), fromResult: meanByArea(fromResult) }
}

/**
 * Average symmetric surface distance, mm. `directions`: the mean of both ways' means, as MedPy has it; `points`: the mean over all
 * points of both surfaces.
 */
export function averageSymmetricDistance(
  distances: SurfaceDistances,
  over: 'directions' | 'points' = 'directions',
): number {
  const { fromReference, fromResult } = averageDistances(distances)
  if (over === 'directions') return (fromReference + fromResult) / 2
  const [a, b] = [areaOf(distances.fromReference), areaOf(distances.fromResult)]
  return (a * fromReference + b * fromResult) / (a + b)
}

/**
 * Normalised surface distance (surface Dice): the share of both surfaces, by area, that lies within a tolerance of the other.
 * @param tolerance mm, ≥ 0
 */
export function surfaceDice({ fromReference, fromResult }: SurfaceDistances, tolerance: number): number {
  const within = areaWithin(fromReference, tolerance) + areaWithin(fromResult, tolerance)
  return within / (areaOf(fromReference) + areaOf(fromResult))
}

function areaOf({ areas }: DirectedDistances): number {
  return areas.reduce((sum, area) => sum + area, 0)
}

function areaWithin({ distances, areas }: DirectedDistances, tolerance: number): number {
  return areas.reduce((sum, area, i) => sum + (distances[i]! <= tolerance ? area : 0), 0)
}

function meanByArea({ distances, areas }: DirectedDistances): number {
  return distances.reduce((sum, distance, i) => sum + distance * areas[i]!, 0) / areaOf({ distances, areas })
}

/** Least distance within which lies at least a percentage of the area. */
function areaPercentile({ distances, areas }: DirectedDistances, percentile: number): number {
  if (distances.length === 0) return Infinity
  const total = areaOf({ distances, areas })
  let within = 0
  const index = areas.findIndex((area) => {
    within += area
    return within / total >= percentile / 100
  })
  return distances[index < 0 ? distances.length - 1 : index]!
}

/** numpy's `percentile`, linear between neighbours. @param rising not empty */
function linearPercentile(rising: Float64Array, percentile: number): number {
  const place = ((rising.length - 1) * percentile) / 100
  const [below, above] = [rising[Math.floor(place)]!, rising[Math.ceil(place)]!]
  return above === Infinity ? above : below + (above - below) * (place - Math.floor(place))
}
