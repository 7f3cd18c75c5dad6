import type { Volume } from '@assay/formats'
import type { Draws } from '@assay/statistics'
import type { Point } from '../nodules/nodule.ts'

/** How a chest is taken: voxels and their distances in millimetres; places are counted from its middle. */
export interface ChestGrid {
  readonly size: Volume['size']
  readonly spacing: Volume['spacing']
  /** Place of the first voxel's centre. */
  readonly origin: Point
}

/** Hounsfield units of what a chest is made of. */
export const tissue = { outside: -1000, fat: -90, soft: 45, lung: -850, blood: 55, bone: 420 } as const

const body = { radii: [150, 100] } as const
export const lungs = [
  { centre: [-72, -2, 0], radii: [52, 72, 120] },
  { centre: [72, -2, 0], radii: [52, 72, 120] },
] as const satisfies readonly Ellipsoid[]
const spine = { centre: [0, 62], radii: [19, 19] } as const
const trachea = { centre: [0, 12], radii: [8, 8] } as const

/** Volume of voxels for a chest: air all over. */
export function emptyChest(grid: ChestGrid): Int16Array {
  const [nx, ny, nz] = grid.size
  return new Int16Array(nx * ny * nz).fill(tissue.outside)
}

/** Below 1 inside an ellipse, 1 on its border. */
function inEllipse(dx: number, dy: number, [rx, ry]: readonly [number, number]): number {
  return Math.sqrt((dx / rx) * (dx / rx) + (dy / ry) * (dy / ry))
}

/** Fills in what every chest has: fat and muscle, lungs, spine, trachea. */
export function fillChest(values: Int16Array, grid: ChestGrid): void {
  forEachVoxel(grid, (x, y, z, index) => {
    const skin = inEllipse(x, y, body.radii)
    if (skin > 1) return
    values[index] = skin > 0.96 ? tissue.fat : tissue.soft
    if (inEllipse(x - spine.centre[0], y - spine.centre[1], spine.radii) < 1) values[index] = tissue.bone
    if (depthIn(x, y, z, lungs[x < 0 ? 0 : 1]!) < 1) values[index] = tissue.lung
    if (inEllipse(x - trachea.centre[0], y - trachea.centre[1], trachea.radii) < 1) values[index] = tissue.outside
  })
}

interface Ellipsoid {
  readonly centre: Point
  readonly radii: Point
}

/** 0 in the middle of a lung, 1 at the pleura. */
export function depthInLung([x, y, z]: Point, lung: Ellipsoid): number {
  return depthIn(x, y, z, lung)
}

function depthIn(x: number, y: number, z: number, { centre, radii }: Ellipsoid): number {
  const [dx, dy, dz] = [(x - centre[0]) / radii[0], (y - centre[1]) / radii[1], (z - centre[2]) / radii[2]]
  return Math.sqrt(dx * dx + dy * dy + dz * dz)
}

function forEachVoxel(
  { size: [nx, ny, nz], spacing, origin }: ChestGrid,
  act: (x: number, y: number, z: number, index: number) => void,
): void {
  let index = 0
  for (let k = 0; k < nz; k += 1)
    for (let j = 0; j < ny; j += 1)
      for (let i = 0; i < nx; i += 1, index += 1)
        act(origin[0] + i * spacing[0], origin[1] + j * spacing[1], origin[2] + k * spacing[2], index)
}

/**
 * Draws a ball into the voxels, its border as soft as a voxel is wide: what it shares with a voxel is what it gives it. What is denser stays.
 * @param radii of an ellipsoid along the axes, millimetres
 */
export function drawBall(
  values: Int16Array,
  grid: ChestGrid,
  { centre, radii, hounsfield }: Ellipsoid & { readonly hounsfield: number },
): void {
  const { size, spacing, origin } = grid
  const from = (axis: 0 | 1 | 2) => Math.max(0, Math.floor((centre[axis] - radii[axis] - origin[axis]) / spacing[axis]))
  const to = (axis: 0 | 1 | 2) =>
    Math.min(size[axis] - 1, Math.ceil((centre[axis] + radii[axis] - origin[axis]) / spacing[axis]))
  const least = Math.min(...radii)
  for (let k = from(2); k <= to(2); k += 1)
    for (let j = from(1); j <= to(1); j += 1)
      for (let i = from(0); i <= to(0); i += 1) {
        const [x, y, z] = [origin[0] + i * spacing[0], origin[1] + j * spacing[1], origin[2] + k * spacing[2]]
        const outside = (depthIn(x, y, z, { centre, radii }) - 1) * least
        const share = Math.min(1, Math.max(0, 0.5 - outside / spacing[0]))
        const index = (k * size[1] + j) * size[0] + i
        const mixed = Math.round(share * hounsfield + (1 - share) * values[index]!)
        if (mixed > values[index]!) values[index] = mixed
      }
}

/** Adds noise of a standard deviation, the sum of two uniform draws. */
export function addNoise(values: Int16Array, deviation: number, draws: Draws): void {
  const width = deviation * Math.sqrt(6)
  for (let index = 0; index < values.length; index += 1) {
    const drawn = draws.below(2 ** 32)
    values[index] = values[index]! + Math.round(width * ((drawn >>> 16) / 65_536 + (drawn & 65_535) / 65_536 - 1))
  }
}
