import { type Affine, spacingOf } from '../../images/volume.ts'
import { gridAffine } from './grid-affine.ts'
import { cross, dot, minus, type Plane, type Vector } from './plane.ts'

/** What is not as it should be with the planes of a series. */
export type GeometryFault =
  | 'place-missing'
  | 'orientation-invalid'
  | 'orientation-mixed'
  | 'size-mixed'
  | 'pixel-spacing-mixed'
  | 'frames-of-reference'
  | 'instance-doubled'
  | 'slices-doubled'
  | 'slices-missing'
  | 'spacing-uneven'
  | 'gantry-tilt'
  | 'planes-displaced'
  | 'slices-out-of-order'
  | 'slice-alone'

export interface GeometryFinding {
  readonly fault: GeometryFault
  /** Which planes it is about, as they were given, from 0 on. */
  readonly planes: readonly number[]
  /** In `unit`, where something was measured. */
  readonly measured?: number
  readonly expected?: number
  readonly unit?: 'mm' | 'degrees' | 'slices'
}

/** Faults that leave the planes a grid all the same. */
export const harmlessFaults: ReadonlySet<GeometryFault> = new Set(['slices-out-of-order', 'slice-alone'])

export interface SeriesGeometry {
  readonly findings: readonly GeometryFinding[]
  /** The planes' grid, where they make one: which plane, as given, is the first, second … along the normal. */
  readonly grid?: {
    readonly order: readonly number[]
    readonly affine: Affine
    readonly spacing: readonly [number, number, number]
  }
}

/** Directions as decimal strings; a twentieth of a degree. */
const sameDirection = 1e-3
/** Positions on one another, millimetres. */
const samePlace = 0.01
/** Of the distance of neighbours: what distances may differ by. Real positions are rounded, some to a tenth of a millimetre. */
const evenness = 0.03
/** Degrees between the normal and the line of the planes' first pixels. */
const leastTilt = 0.1

/**
 * Looks at how the planes of a series lie: the distance of slices from Image Position projected on the normal of Image Orientation, never
 * from Slice Location or Spacing Between Slices.
 * @param planes of one moment, in any order; at least one
 */
export function seriesGeometry(planes: readonly Plane[]): SeriesGeometry {
  const findings = [...findingsOfEach(planes), ...findingsOfInstances(planes)]
  if (findings.some(({ fault }) => fault !== 'instance-doubled' && fault !== 'frames-of-reference')) return { findings }
  const placed = planes as readonly PlacedPlane[]
  const stack = stackOf(placed)
  const all = [...findings, ...findingsOfStack(placed, stack)]
  if (all.some(({ fault }) => !harmlessFaults.has(fault))) return { findings: all }
  const [first] = stack.order
  const { across, down, pixelSpacing, position } = placed[first!]!
  const affine = gridAffine({ across, down, pixelSpacing, position, spacing: stack.spacing })
  return { findings: all, grid: { order: stack.order, affine, spacing: spacingOf(affine) } }
}

type PlacedPlane = Plane & {
  readonly position: Vector
  readonly across: Vector
  readonly down: Vector
  readonly pixelSpacing: readonly [number, number]
}

/** Indices of the planes for which something holds, as a finding; none where it holds for none. */
function finding(fault: GeometryFault, planes: readonly Plane[], holds: (plane: Plane) => boolean): GeometryFinding[] {
  const indices = planes.flatMap((plane, i) => (holds(plane) ? [i] : []))
  return indices.length > 0 ? [{ fault, planes: indices }] : []
}

function findingsOfEach(planes: readonly Plane[]): GeometryFinding[] {
  const missing = finding('place-missing', planes, (plane) => !isPlaced(plane))
  if (missing.length > 0) return missing
  const invalid = finding('orientation-invalid', planes, (plane) => !isOrthonormal(plane as PlacedPlane))
  const [first] = planes as readonly PlacedPlane[]
  return [
    ...invalid,
    ...finding('orientation-mixed', planes, (plane) => !isDirectedAs(plane as PlacedPlane, first!)),
    ...finding('size-mixed', planes, ({ columns, rows }) => columns !== first!.columns || rows !== first!.rows),
    ...finding('pixel-spacing-mixed', planes, ({ pixelSpacing }) =>
      pixelSpacing!.some((spacing, i) => Math.abs(spacing - first!.pixelSpacing[i]!) > 1e-3 * first!.pixelSpacing[i]!),
    ),
  ]
}

function findingsOfInstances(planes: readonly Plane[]): GeometryFinding[] {
  const seen = new Set<string>()
  const doubled = finding('instance-doubled', planes, ({ sopInstance, frame }) => {
    const key = `${sopInstance} ${frame}`
    const isDoubled = sopInstance !== undefined && seen.has(key)
    seen.add(key)
    return isDoubled
  })
  const [first] = planes
  return [
    ...doubled,
    ...finding('frames-of-reference', planes, (one) => one.frameOfReference !== first!.frameOfReference),
  ]
}

function isPlaced({ position, across, down, pixelSpacing }: Plane): boolean {
  return Boolean(position && across && down && pixelSpacing?.every((spacing) => spacing > 0))
}

function isOrthonormal({ across, down }: PlacedPlane): boolean {
  const isUnit = (vector: Vector) => Math.abs(Math.hypot(...vector) - 1) <= sameDirection
  return isUnit(across) && isUnit(down) && Math.abs(dot(across, down)) <= sameDirection
}

function isDirectedAs(plane: PlacedPlane, { across, down }: PlacedPlane): boolean {
  return (
    Math.hypot(...minus(plane.across, across)) <= sameDirection &&
    Math.hypot(...minus(plane.down, down)) <= sameDirection
  )
}

interface Stack {
  /** Planes along the normal, lowest first. */
  readonly order: readonly number[]
  /** Distances of neighbours. */
  readonly gaps: readonly number[]
  /** Distance of slices: of the first to the last over their number; of one alone its thickness, or 1. */
  readonly spacing: number
  /** The distance that most neighbours have. */
  readonly usual: number
}

function stackOf(planes: readonly PlacedPlane[]): Stack {
  const normal = cross(planes[0]!.across, planes[0]!.down)
  const depths = planes.map(({ position }) => dot(position, normal))
  const order = planes.map((_, i) => i).sort((a, b) => depths[a]! - depths[b]! || a - b)
  const gaps = order.slice(1).map((plane, i) => depths[plane]! - depths[order[i]!]!)
  if (gaps.length === 0) {
    const thickness = planes[0]!.thickness
    const spacing = thickness !== undefined && thickness > 0 ? thickness : 1
    return { order, gaps, spacing, usual: spacing }
  }
  const apart = gaps.filter((gap) => gap >= samePlace).sort((a, b) => a - b)
  const spacing = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return { order, gaps, spacing, usual: apart[Math.floor((apart.length - 1) / 2)] ?? 0 }
}

function findingsOfStack(planes: readonly PlacedPlane[], stack: Stack): GeometryFinding[] {
  if (planes.length === 1) return [{ fault: 'slice-alone', planes: [0] }]
  return [...findingsOfGaps(stack), ...findingsOfLine(planes, stack), ...findingsOfOrder(planes, stack)]
}

function findingsOfGaps({ order, gaps, usual }: Stack): GeometryFinding[] {
  return gaps.flatMap((gap, i): GeometryFinding[] => {
    const neighbours = [order[i]!, order[i + 1]!]
    if (gap < samePlace) return [{ fault: 'slices-doubled', planes: neighbours, measured: gap, unit: 'mm' }]
    if (Math.abs(gap - usual) <= Math.max(evenness * usual, samePlace)) return []
    const steps = Math.round(gap / usual)
    const isMissing = steps > 1 && Math.abs(gap / usual - steps) <= 0.05
    if (isMissing)
      return [{ fault: 'slices-missing', planes: neighbours, measured: steps - 1, expected: 0, unit: 'slices' }]
    return [{ fault: 'spacing-uneven', planes: neighbours, measured: gap, expected: usual, unit: 'mm' }]
  })
}

/** First pixels lie on the normal; on a line beside it where the gantry was tilted. */
function findingsOfLine(planes: readonly PlacedPlane[], { order }: Stack): GeometryFinding[] {
  const [first, last] = [planes[order[0]!]!, planes[order.at(-1)!]!]
  const normal = cross(first.across, first.down)
  const along = minus(last.position, first.position)
  const length = Math.hypot(...along)
  const depth = dot(along, normal)
  const tilt = length === 0 ? 0 : (Math.acos(Math.min(1, Math.abs(depth) / length)) * 180) / Math.PI
  const isBeside = (plane: Plane) => {
    const offset = minus((plane as PlacedPlane).position, first.position)
    const share = depth === 0 ? 0 : dot(offset, normal) / depth
    const beside = Math.hypot(...offset.map((value, axis) => value - share * along[axis]!))
    return beside > 0.1 * Math.min(...first.pixelSpacing)
  }
  const displaced = finding('planes-displaced', planes, isBeside)
  if (displaced.length > 0) return displaced
  const isTilted = tilt > leastTilt && length * Math.sin((tilt * Math.PI) / 180) > 0.1 * Math.min(...first.pixelSpacing)
  return isTilted ? [{ fault: 'gantry-tilt', planes: order, measured: tilt, expected: 0, unit: 'degrees' }] : []
}

/** Instance numbers that neither rise nor fall along the normal. */
function findingsOfOrder(planes: readonly Plane[], { order }: Stack): GeometryFinding[] {
  const along = order.map((plane) => planes[plane]!.instanceNumber)
  if (along.some((value) => value === undefined) || new Set(along).size < along.length) return []
  const steps = along.slice(1).map((value, i) => Math.sign(value! - along[i]!))
  const main = steps.filter((step) => step > 0).length * 2 >= steps.length ? 1 : -1
  const stray = steps.flatMap((step, i) => (step === main ? [] : [order[i + 1]!]))
  return stray.length > 0 ? [{ fault: 'slices-out-of-order', planes: stray }] : []
}
