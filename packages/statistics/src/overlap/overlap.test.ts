import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawsOf } from '../random/philox.ts'
import { compareLabel, failedComparison } from './compare-label.ts'
import { squaredDistances } from './distance-transform.ts'
import { elementAreas } from './element-areas.ts'
import { runsOf } from './label-runs.ts'
import { type GridSize, type LabelVolume, labelVolume, type Spacing } from './label-volume.ts'
import { cutMasks } from './masks.ts'
import { nearestSquares } from './nearest-points.ts'
import { overlapCounter } from './overlap-counts.ts'
import { overlapMeasures } from './overlap-measures.ts'
import { surfaceDistances } from './surface-distances.ts'
import { averageDistances, averageSymmetricDistance, hausdorffDistance, surfaceDice } from './surface-measures.ts'

/** By scipy and MedPy's formulas: bench/oracles/overlap.py. */
const oracle: {
  size: GridSize
  spacing: Spacing
  reference: string
  result: string
  corners: { counts: number[]; sums: number[]; most: number }
  asd: number[]
  [measure: string]: unknown
}[] = JSON.parse(readFileSync(new URL('overlap.oracle.json', import.meta.url), 'utf8'))

const volume = (voxels: ArrayLike<number> | string, size: GridSize, spacing: Spacing = [1, 1, 1]): LabelVolume =>
  labelVolume(typeof voxels === 'string' ? [...voxels].map(Number) : voxels, size, spacing)

describe.each(oracle)('masks of $size voxels of $spacing mm', (given) => {
  const reference = volume(given.reference, given.size, given.spacing)
  const result = volume(given.result, given.size, given.spacing)
  const masks = cutMasks(reference, result, 1)!
  const voxels = surfaceDistances(masks, 'voxel')

  it('overlap as numpy counts', () => {
    const found = compareLabel(reference, result, 1, { surface: 'voxel', tolerance: 1, empty: 'perfect' })
    expect(found.dice).toBeCloseTo(given.dice as number, 14)
    expect(found.jaccard).toBeCloseTo(given.jaccard as number, 14)
    expect(found.hausdorff95).toBeCloseTo(given.hd95 as number, 12)
    expect(found.averageSymmetric).toBeCloseTo(given.assd as number, 12)
  })

  it('have voxel surfaces as far apart as scipy measures', () => {
    expect(hausdorffDistance(voxels, 100)).toBeCloseTo(given.hausdorff as number, 12)
    expect(hausdorffDistance(voxels, 95)).toBeCloseTo(given.hd95 as number, 12)
    expect(hausdorffDistance(voxels, 95, 'directed')).toBeCloseTo(given.directed95 as number, 12)
    const { fromReference, fromResult } = averageDistances(voxels)
    expect(fromReference).toBeCloseTo(given.asd[0]!, 12)
    expect(fromResult).toBeCloseTo(given.asd[1]!, 12)
    expect(averageSymmetricDistance(voxels, 'points')).toBeCloseTo(given.assdPoints as number, 12)
    expect(surfaceDice(voxels, 1)).toBeCloseTo(given.nsd1 as number, 12)
  })

  it('have corners as far apart as scipy measures', () => {
    const { fromReference, fromResult } = surfaceDistances(masks, 'element')
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
    expect([fromReference.distances.length, fromResult.distances.length]).toEqual(given.corners.counts)
    expect(sum(fromReference.distances)).toBeCloseTo(given.corners.sums[0]!, 9)
    expect(sum(fromResult.distances)).toBeCloseTo(given.corners.sums[1]!, 9)
    expect(Math.max(fromReference.distances.at(-1)!, fromResult.distances.at(-1)!)).toBeCloseTo(given.corners.most, 12)
  })
})

describe('surface elements', () => {
  it('have the areas of surface-distance for cubes of 1 mm, over the 256 ways', () => {
    // Distinct values in its table of areas for a spacing of 1 × 1 × 1, and how many codes have each.
    const counts = new Map<string, number>()
    for (const area of elementAreas([1, 1, 1])) counts.set(area.toFixed(5), (counts.get(area.toFixed(5)) ?? 0) + 1)
    expect(Object.fromEntries([...counts].sort())).toEqual({
      '0.00000': 2,
      '0.21651': 16,
      '0.43301': 32,
      '0.64952': 16,
      '0.70711': 24,
      '0.86603': 2,
      '0.92361': 48,
      '1.00000': 6,
      '1.14952': 48,
      '1.29904': 8,
      '1.36603': 24,
      '1.41421': 6,
      '1.57313': 24,
    })
  })

  it('tile a flat face with its area, whatever the spacing', () => {
    // A slab that fills the grid in x and y: inner corners of each face have sx · sy.
    const areas = elementAreas([0.5, 2, 3])
    // Codes with all voxels of the lower z inside: bits y + 2 z + 4 x with z = 0.
    const lower = [0, 1, 4, 5].reduce((code, bit) => code | (1 << bit), 0)
    expect(areas[lower]).toBeCloseTo(0.5 * 2, 12)
    expect(areas[255 - lower]).toBeCloseTo(0.5 * 2, 12)
  })

  it('give a single voxel eight corners of one triangle each', () => {
    const one = volume([1], [1, 1, 1])
    const { fromReference } = surfaceDistances(cutMasks(one, one, 1)!, 'element')
    expect([...fromReference.areas]).toEqual(new Array(8).fill(fromReference.areas[0]))
    expect(fromReference.areas[0]).toBeCloseTo(Math.sqrt(3) / 8, 12)
  })
})

describe('volumes of a few voxels, worked by hand', () => {
  const spacing = [1, 2, 3] as const
  const measuresOf = (reference: number[], result: number[], surface: 'voxel' | 'element', tolerance: number) => {
    const size = [reference.length, 1, 1] as const
    const [one, other] = [volume(reference, size, spacing), volume(result, size, spacing)]
    return compareLabel(one, other, 1, { surface, tolerance, empty: 'undefined' })
  }
  // A corner of one voxel: the triangle through the middles of three edges. Between two voxels along x: a strip of sx by the middles.
  const [end, middle] = [Math.sqrt(36 + 9 + 4) / 8, Math.sqrt(4 + 9) / 2]

  it('two voxels in a row and the first of them', () => {
    const [two, one] = [
      [1, 1],
      [1, 0],
    ]
    const voxel = measuresOf(two, one, 'voxel', 0.5)
    // Two border voxels against one: 0 and 1 mm there, 0 back; numpy's 95th percentile of 0, 0, 1.
    expect(voxel).toMatchObject({ dice: 2 / 3, volumeDifference: -1 / 2, hausdorff: 1, averageSymmetric: 0.25 })
    expect(voxel.hausdorff95).toBeCloseTo(0.9, 12)
    expect(voxel.surfaceDice).toBeCloseTo(2 / 3, 12)
    // Four corners at each end and four between; those at the far end lie 1 mm from the other's.
    const element = measuresOf(two, one, 'element', 0.5)
    const [areaOfTwo, areaOfOne] = [8 * end + 4 * middle, 8 * end]
    expect(element).toMatchObject({ hausdorff: 1, hausdorff95: 1 })
    expect(element.averageSymmetric).toBeCloseTo((4 * end) / areaOfTwo / 2, 12)
    expect(element.surfaceDice).toBeCloseTo((areaOfTwo - 4 * end + areaOfOne) / (areaOfTwo + areaOfOne), 12)
    // Three quarters of the area lie at 0: 10.71 of 14.21 mm².
    const masks = cutMasks(volume(two, [2, 1, 1], spacing), volume(one, [2, 1, 1], spacing), 1)!
    expect(hausdorffDistance(surfaceDistances(masks, 'element'), 75)).toBe(0)
    expect(hausdorffDistance(surfaceDistances(masks, 'element'), 76)).toBe(1)
  })

  it('two voxels with one between them', () => {
    const [left, right] = [
      [1, 0, 0],
      [0, 0, 1],
    ]
    expect(measuresOf(left, right, 'voxel', 1)).toMatchObject({
      dice: 0,
      hausdorff: 2,
      hausdorff95: 2,
      averageSymmetric: 2,
      surfaceDice: 0,
    })
    // Corners at 0 and 1 against corners at 2 and 3: half of the area 2 mm away, half 1 mm.
    expect(measuresOf(left, right, 'element', 1)).toMatchObject({
      dice: 0,
      hausdorff: 2,
      hausdorff95: 2,
      averageSymmetric: 1.5,
      surfaceDice: 0.5,
    })
    expect(measuresOf(left, right, 'element', 0.99)).toMatchObject({ surfaceDice: 0 })
  })
})

const masks = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([nx, ny, nz]) => {
    const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: nx * ny * nz, maxLength: nx * ny * nz })
    return fc.tuple(fc.constant([nx, ny, nz] as const), bits, bits)
  })

/** Points of the voxel surface and distances between all of them, by definition. */
function bruteForce(a: number[], b: number[], [nx, ny, nz]: GridSize, spacing: Spacing) {
  const at = (bits: number[], x: number, y: number, z: number) =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : bits[(z * ny + y) * nx + x]!
  const surface = (bits: number[]) =>
    bits.flatMap((bit, i) => {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)] as const
      const faces = [
        [1, 0, 0],
        [-1, 0, 0],
        [0, 1, 0],
        [0, -1, 0],
        [0, 0, 1],
        [0, 0, -1],
      ] as const
      return bit === 1 && faces.some(([u, v, w]) => at(bits, x + u, y + v, z + w) === 0) ? [[x, y, z] as const] : []
    })
  const [one, other] = [surface(a), surface(b)]
  const nearest = (from: typeof one, to: typeof one) =>
    from
      .map((p) =>
        Math.min(...to.map((q) => Math.hypot(...p.map((value, axis) => (value - q[axis]!) * spacing[axis]!)))),
      )
      .sort((x, y) => x - y)
  return [nearest(one, other), nearest(other, one)]
}

describe('any masks', () => {
  const spacing = [0.7, 1.3, 2.9] as const
  const rules = { surface: 'voxel', tolerance: 1, empty: 'undefined' } as const

  it('have the distances of a search over all pairs of surface voxels', () => {
    fc.assert(
      fc.property(masks, ([size, a, b]) => {
        fc.pre(a.includes(1) && b.includes(1))
        const found = surfaceDistances(cutMasks(volume(a, size, spacing), volume(b, size, spacing), 1)!, 'voxel')
        const [there, back] = bruteForce(a, b, size, spacing)
        expect(found.fromReference.distances.length).toBe(there!.length)
        for (const [i, value] of there!.entries()) expect(found.fromReference.distances[i]).toBeCloseTo(value, 12)
        for (const [i, value] of back!.entries()) expect(found.fromResult.distances[i]).toBeCloseTo(value, 12)
      }),
    )
  })

  it('give the same when both change places, are mirrored, or move together', () => {
    fc.assert(
      fc.property(masks, fc.constantFrom('voxel' as const, 'element' as const), ([size, a, b], surface) => {
        const compare = (one: number[], other: number[], grid: GridSize = size) =>
          compareLabel(volume(one, grid, spacing), volume(other, grid, spacing), 1, { ...rules, surface })
        const plain = compare(a, b)
        const mirrored = compare(a.toReversed(), b.toReversed())
        // Two empty slices above: the move of both by two voxels.
        const pad = new Array<number>(2 * size[0] * size[1]).fill(0)
        const moved = compare([...pad, ...a], [...pad, ...b], [size[0], size[1], size[2] + 2])
        const back = compare(b, a)
        fc.pre(a.includes(1) && b.includes(1))
        for (const measure of [
          'dice',
          'jaccard',
          'hausdorff',
          'hausdorff95',
          'averageSymmetric',
          'surfaceDice',
        ] as const)
          for (const other of [mirrored, moved, back]) expect(other[measure]).toBeCloseTo(plain[measure]!, 12)
        if (plain.dice !== null) expect(plain.jaccard).toBeCloseTo(plain.dice / (2 - plain.dice), 12)
      }),
    )
  })

  it('are empty, or one of them is: by the rule that was stated', () => {
    const [none, some] = [volume([0, 0], [2, 1, 1], [3, 4, 12]), volume([0, 1], [2, 1, 1], [3, 4, 12])]
    const perfect = { surface: 'voxel', tolerance: 1, empty: 'perfect' } as const
    expect(compareLabel(none, none, 1, perfect)).toMatchObject({ dice: 1, hausdorff95: 0, surfaceDice: 1 })
    expect(compareLabel(none, none, 1, rules)).toMatchObject({ dice: null, hausdorff95: null, surfaceDice: null })
    const diagonal = Math.hypot(6, 4, 12)
    const missed = { dice: 0, hausdorff95: diagonal, averageSymmetric: diagonal, surfaceDice: 0 }
    expect(compareLabel(some, none, 1, rules)).toMatchObject({ ...missed, volumeDifference: -1 })
    expect(compareLabel(none, some, 1, rules)).toMatchObject({ ...missed, volumeDifference: null })
    expect(failedComparison(some, 1)).toMatchObject(missed)
  })

  it('are refused on different grids', () => {
    const one = volume([0, 1], [2, 1, 1])
    expect(() => compareLabel(one, volume([0, 1], [1, 2, 1]), 1, rules)).toThrow('size: 2 × 1 × 1 and 1 × 2 × 1')
    expect(() => compareLabel(one, volume([0, 1], [2, 1, 1], [1, 1, 2]), 1, rules)).toThrow('spacing')
    expect(() => compareLabel(one, { ...one, runs: runsOf([1]) }, 1, rules)).toThrow('labels: 1 for 2 voxels')
  })
})

describe('counts', () => {
  it('are the same in one part or in many, for all labels at once', () => {
    const labels = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(labels, fc.nat(40), (pairs, cut) => {
        const [a, b] = [0, 1].map((side) => Uint8Array.from(pairs, (pair) => pair[side]!))
        const [whole, parted] = [overlapCounter(), overlapCounter()]
        whole.add(a!, b!)
        parted.add(a!.subarray(0, cut), b!.subarray(0, cut))
        parted.add(a!.subarray(cut), b!.subarray(cut))
        expect(parted.counts()).toEqual(whole.counts())
        for (const [label, found] of whole.counts()) {
          expect(found.both).toBe(pairs.filter(([x, y]) => x === label && y === label).length)
          const { dice } = overlapMeasures(found, 'undefined')
          expect(dice).toBe((2 * found.both) / (found.reference + found.result))
        }
      }),
    )
  })
})

describe('distance transform', () => {
  it('is Infinity everywhere without a site', () => {
    expect([...squaredDistances(new Int32Array(0), [2, 2, 1], [1, 1, 1])]).toEqual(new Array(4).fill(Infinity))
  })
})

describe('nearest sites', () => {
  const spacing = fc.constantFrom(0.4, 0.7, 1, 1.25, 5)
  const grid = fc.tuple(
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 90 }),
    fc.integer({ min: 1, max: 90 }),
  )

  it('are those of the transform of the whole grid, near or far', () => {
    fc.assert(
      fc.property(
        ...([grid, fc.tuple(spacing, spacing, spacing), fc.integer({ min: 1, max: 1e6 })] as const),
        ...([fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 })] as const),
        (size, mm, seed, siteCount, placeCount) => {
          const voxels = size[0] * size[1] * size[2]
          const draws = drawsOf(seed, 1)
          const draw = (count: number) =>
            Int32Array.from(new Set(Array.from({ length: count }, () => draws.below(voxels)))).sort()
          const [sites, places] = [draw(siteCount), draw(placeCount)]
          const whole = squaredDistances(sites, size, mm)
          const found = nearestSquares(places, sites, size, mm)
          found.forEach((square, i) => {
            const expected = whole[places[i]!]!
            if (expected === Infinity) expect(square).toBe(Infinity)
            else expect(Math.abs(square - expected)).toBeLessThanOrEqual(1e-12 * expected)
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})
