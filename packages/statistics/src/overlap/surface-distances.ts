import { elementAreas } from './element-areas.ts'
import type { MaskPair } from './masks.ts'
import { nearestSquares } from './nearest-points.ts'
import { elementSurface, type Surface, type SurfaceKind, voxelSurface } from './surface.ts'

/** Distances of one surface's points to the other surface, rising, mm; and the area that each point stands for. */
export interface DirectedDistances {
  readonly distances: Float64Array
  readonly areas: Float64Array
}

/** Distances both ways. All are Infinity where the other mask is empty; there are none where a mask is empty. */
export interface SurfaceDistances {
  readonly kind: SurfaceKind
  readonly fromReference: DirectedDistances
  readonly fromResult: DirectedDistances
}

/** Distances between the surfaces of two masks. */
export function surfaceDistances({ reference, result, size, spacing }: MaskPair, kind: SurfaceKind): SurfaceDistances {
  const areas = kind === 'element' ? elementAreas(spacing) : undefined
  const surfaceOf = (mask: Uint8Array) => (areas ? elementSurface(mask, size, areas) : voxelSurface(mask, size))
  const [one, other] = [surfaceOf(reference), surfaceOf(result)]
  const directed = (from: Surface, to: Surface) =>
    sortByDistance(from, nearestSquares(from.points, to.points, to.grid, spacing))
  return { kind, fromReference: directed(one, other), fromResult: directed(other, one) }
}

function sortByDistance({ areas }: Surface, squares: Float64Array): DirectedDistances {
  const distances = squares.map(Math.sqrt)
  if (areas.every((area) => area === areas[0])) return { distances: distances.sort(), areas }
  const order = Uint32Array.from(distances.keys()).sort(
    (a, b) => distances[a]! - distances[b]! || areas[a]! - areas[b]!,
  )
  return {
    distances: Float64Array.from(order, (i) => distances[i]!),
    areas: Float64Array.from(order, (i) => areas[i]!),
  }
}
