import { type Volume, writeMetaImage } from '@assay/formats'
import { type Draws, drawsOf } from '@assay/statistics'
import type { GeneratedCase } from '../../category.ts'
import type { Nodule, Point } from '../nodules/nodule.ts'
import { writeNoduleTable } from '../nodules/write-nodule-table.ts'
import { addNoise, type ChestGrid, drawBall, emptyChest, fillChest } from './chest.ts'
import { drawSegments, drawVessels, placeInLung } from './vessels.ts'

/** Chests as scanners give them: of several slice distances, and turned in the scanner's room. Millimetres. */
const grids: readonly (ChestGrid & { readonly place: Point })[] = [
  { size: [128, 128, 64], spacing: [2.5, 2.5, 2.5], origin: [-159, -125, -79], place: [0, 0, 0] },
  { size: [128, 128, 48], spacing: [2.5, 2.5, 3], origin: [-159, -125, -71], place: [-12.5, 160, -340.75] },
  { size: [144, 112, 64], spacing: [2.25, 2.25, 2], origin: [-161, -125, -63], place: [4.5, -210.25, 1205] },
]

/** A chest of nobody with its nodules: the same seed and index (from 0) give the same bytes. One in four has none. */
export function generateChestCase(seed: number, index: number): GeneratedCase {
  const { place, ...grid } = grids[index % grids.length]!
  const name = `generated-${index + 1}`
  const { values, nodules } = drawChest(grid, drawsOf(seed, 1000 * index))
  const centred = nodules.map((one) => ({ ...one, centre: added(one.centre, place) }))
  const image = writeMetaImage(volumeOf(grid, values, place), { isCompressed: false })
  return {
    patient: name,
    name,
    files: [
      { name: `${name}.mha`, role: 'image', bytes: image },
      { name: `${name}.csv`, role: 'reference', bytes: writeNoduleTable(name, centred) },
    ],
  }
}

function drawChest(grid: ChestGrid, draws: Draws): { values: Int16Array; nodules: Nodule[] } {
  const values = emptyChest(grid)
  fillChest(values, grid)
  drawVessels(values, grid, draws)
  drawSegments(values, grid, draws, 2 + draws.below(4))
  const count = draws.uniform() < 0.25 ? 0 : 1 + draws.below(4)
  const nodules = Array.from({ length: count }, () => drawNodule(values, grid, draws))
  const irrelevant = Array.from({ length: draws.below(3) }, () => drawScar(values, grid, draws))
  addNoise(values, 15 + 10 * draws.uniform(), draws)
  return { values, nodules: [...nodules, ...irrelevant] }
}

/** Of 5 to 26 mm, small ones oftener; one in four of ground glass. Its border is no ball's. */
function drawNodule(values: Int16Array, grid: ChestGrid, draws: Draws): Nodule {
  const centre = placeInLung(draws, 0.85, grid)
  const diameter = rounded(5 * (26 / 5) ** (draws.uniform() ** 1.5))
  const isGroundGlass = draws.uniform() < 0.25
  const hounsfield = isGroundGlass ? -500 + 150 * draws.uniform() : 20 + 80 * draws.uniform()
  const along = () => (diameter / 2) * (0.9 + 0.2 * draws.uniform())
  drawBall(values, grid, { centre, radii: [along(), along(), along()], hounsfield })
  return { centre, diameter, isIrrelevant: false }
}

/** A scar or the like: long and thin, found by readers, and agreed to count neither way; every second was not measured. */
function drawScar(values: Int16Array, grid: ChestGrid, draws: Draws): Nodule {
  const centre = placeInLung(draws, 0.8, grid)
  const long = 4 + 4 * draws.uniform()
  const radii: Point = draws.below(2) === 0 ? [long, 2, 2] : [2, 2, long]
  drawBall(values, grid, { centre, radii, hounsfield: 0 })
  return { centre, diameter: draws.below(2) === 0 ? rounded(2 * long) : undefined, isIrrelevant: true }
}

/** The grid's axes are the patient's, so that right–anterior–superior places are mirrored in x and y. */
function volumeOf({ size, spacing, origin }: ChestGrid, values: Int16Array, place: Point): Volume {
  const [x, y, z] = added(origin, place)
  return {
    size,
    spacing,
    values,
    affine: [
      [-spacing[0], 0, 0, -x],
      [0, -spacing[1], 0, -y],
      [0, 0, spacing[2], z],
    ],
  }
}

function added(one: Point, other: Point): Point {
  return [rounded(one[0] + other[0]), rounded(one[1] + other[1]), rounded(one[2] + other[2])]
}

/** To micrometres. */
function rounded(value: number): number {
  return Math.round(1000 * value) / 1000
}
