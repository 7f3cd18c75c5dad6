import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { GridSize, Spacing } from './label-volume.ts'
import { type DirectedDistances, type SurfaceDistances, surfaceDistances } from './surface-distances.ts'
import { averageDistances, averageSymmetricDistance, hausdorffDistance, surfaceDice } from './surface-measures.ts'

type Figure = number | 'NaN' | 'Infinity'

/** By the package surface-distance: bench/oracles/surface-distance.py. */
const oracle: {
  seed: number
  size: GridSize
  spacing: Spacing
  voxels: number[]
  average: Figure[]
  robust: Figure[]
  overlaps: Figure[][]
  dice: Figure[]
}[] = JSON.parse(readFileSync(new URL('element.oracle.json', import.meta.url), 'utf8'))

type Kind = 'bodies' | 'noise' | 'empty'
const kinds: readonly (readonly [Kind, Kind])[] = [
  ...Array.from({ length: 5 }, () => ['bodies', 'bodies'] as const),
  ...([
    ['noise', 'noise'],
    ['bodies', 'noise'],
    ['bodies', 'empty'],
    ['empty', 'bodies'],
    ['empty', 'empty'],
  ] as const),
]

/** The generator of the script, in whole numbers. */
function drawer(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(1103515245, state) + 12345) & 0x7fffffff
    return (state >> 8) % below
  }
}

function drawMask(pick: (below: number) => number, size: GridSize, kind: Kind): Uint8Array {
  const [nx, ny, nz] = size
  const mask = new Uint8Array(nx * ny * nz)
  if (kind === 'noise') return mask.map(() => (pick(3) === 0 ? 1 : 0))
  if (kind === 'empty') return mask
  for (let bodies = 1 + pick(3); bodies > 0; bodies -= 1) {
    const middle = size.map((count) => pick(2 * count))
    const weight = size.map(() => 1 + pick(4))
    const within = 20 + pick(200)
    mask.forEach((_, at) => {
      const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]
      if (place.reduce((sum, one, axis) => sum + weight[axis]! * (2 * one - middle[axis]!) ** 2, 0) <= within)
        mask[at] = 1
    })
  }
  return mask
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
const shareWithin = ({ distances, areas }: DirectedDistances, tolerance: number) =>
  sumOf(areas.filter((_, at) => distances[at]! <= tolerance)) / sumOf(areas)

function expectFigure(found: number, figure: Figure | undefined): void {
  const expected = Number(figure)
  if (Number.isFinite(expected)) expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-9, expected))
  else expect(found).toBe(expected)
}

describe('the element surface', () => {
  it.each(oracle.map((one) => [one.seed, one] as const))(
    'is as surface-distance measures it: pair %i',
    (seed, given) => {
      const { size, spacing, voxels } = given
      const pick = drawer(seed)
      pick(2)
      expect(Array.from({ length: 3 }, () => 5 + pick(11))).toEqual(size)
      expect(Array.from({ length: 3 }, () => (3 + pick(30)) / 10)).toEqual(spacing)
      const [reference, result] = kinds[(seed - 1) % 10]!.map((kind) => drawMask(pick, size, kind)) as [
        Uint8Array,
        Uint8Array,
      ]
      expect([reference, result].map((mask) => mask.filter((one) => one === 1).length)).toEqual(voxels)
      const found = surfaceDistances({ reference, result, size, spacing }, 'element')
      const { fromReference, fromResult } = averageDistances(found)
      expectFigure(fromReference, given.average[0])
      expectFigure(fromResult, given.average[1])
      for (const [index, percentile] of [50, 90, 95, 100].entries())
        expectFigure(hausdorffDistance(found, percentile), given.robust[index])
      for (const [index, tolerance] of [0.5, 1, 2.5].entries()) {
        expectFigure(shareWithin(found.fromReference, tolerance), given.overlaps[index]![0])
        expectFigure(shareWithin(found.fromResult, tolerance), given.overlaps[index]![1])
        expectFigure(surfaceDice(found, tolerance), given.dice[index])
      }
    },
  )
})

/** SurfaceDistance3DTest of surface_distance_test.py, commit 1f805cea: figures as printed there, to three places. */
describe('the element surface, in the tests that surface-distance publishes', () => {
  const on = (size: GridSize, isIn: (x: number, y: number, z: number) => boolean) =>
    Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, at) =>
      isIn(at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))) ? 1 : 0,
    )
  const figuresOf = (found: SurfaceDistances) => {
    const { fromReference, fromResult } = averageDistances(found)
    const shares = [shareWithin(found.fromReference, 1), shareWithin(found.fromResult, 1), surfaceDice(found, 1)]
    return [fromReference, fromResult, hausdorffDistance(found, 100), hausdorffDistance(found, 95), ...shares]
  }
  const expectFigures = (found: SurfaceDistances, expected: readonly number[]) => {
    for (const [index, one] of figuresOf(found).entries())
      if (Number.isFinite(expected[index])) expect(one).toBeCloseTo(expected[index]!, 3)
      else expect(one).toBe(expected[index])
  }

  it('two voxels 2 mm from each other', () => {
    const size = [5, 5, 8] as const
    const [reference, result] = [
      on(size, (x, y, z) => x === 2 && y === 2 && z === 2),
      on(size, (x, y, z) => x === 2 && y === 2 && z === 4),
    ]
    const found = surfaceDistances({ reference, result, size, spacing: [3, 2, 1] }, 'element')
    expectFigures(found, [1.5, 1.5, 2, 2, 0.5, 0.5, 0.5])
    expect(averageSymmetricDistance(found)).toBe(1.5)
    // Half of the area lies at 1 mm: the package looks for the first share that is no less (numpy's searchsorted, from the left).
    expect(hausdorffDistance(found, 50)).toBe(1)
  })

  it('two cubes shifted by one voxel', () => {
    const size = [100, 100, 100] as const
    const [reference, result] = [on(size, (x) => x < 50), on(size, (x) => x < 51)]
    const found = surfaceDistances({ reference, result, size, spacing: [2, 1, 1] }, 'element')
    expectFigures(found, [0.322, 0.339, 2, 2, 0.842, 0.83, 0.836])
  })

  it('an empty prediction, an empty truth, and both', () => {
    const size = [4, 4, 4] as const
    const [one, none] = [on(size, (x, y, z) => x === 1 && y === 2 && z === 1), on(size, () => false)]
    const of = (reference: Uint8Array, result: Uint8Array) =>
      surfaceDistances({ reference, result, size, spacing: [3, 2, 1] }, 'element')
    const [no, far] = [Number.NaN, Infinity]
    expectFigures(of(one, none), [far, no, far, far, 0, no, 0])
    expectFigures(of(none, one), [no, far, far, far, no, 0, 0])
    expectFigures(of(none, none), [no, no, far, far, no, no, no])
  })
})
