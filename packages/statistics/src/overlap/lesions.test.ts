import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectedComponents } from './connected-components.ts'
import { type GridSize, type LabelVolume, labelVolume } from './label-volume.ts'
import { compareLesions, type LesionRules } from './lesion-wise.ts'
import oracle from './lesions.oracle.json' with { type: 'json' }
import { panopticQuality } from './panoptic-quality.ts'

const line = (voxels: string): LabelVolume => labelVolume(Array.from(voxels, Number), [voxels.length, 1, 1], [1, 1, 1])

const grids = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([nx, ny, nz]) =>
    fc.tuple(
      fc.constant([nx, ny, nz] as GridSize),
      fc.array(fc.integer({ min: 0, max: 1 }), { minLength: nx * ny * nz, maxLength: nx * ny * nz }),
    ),
  )

/** Components by flooding from each voxel, by definition. */
function flood(mask: number[], [nx, ny, nz]: GridSize, connectivity: 6 | 18 | 26): number[] {
  const most = { 6: 1, 18: 2, 26: 3 }[connectivity]
  const labels = mask.map(() => 0)
  const place = (i: number) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)] as const
  let count = 0
  for (let start = 0; start < nx * ny * nz; start += 1) {
    if (mask[start] === 0 || labels[start] !== 0) continue
    count += 1
    labels[start] = count
    const queue = [start]
    for (const one of queue)
      mask.forEach((bit, other) => {
        const offsets = place(one).map((value, axis) => Math.abs(value - place(other)[axis]!))
        const near = Math.max(...offsets) === 1 && offsets.reduce((a, b) => a + b) <= most
        if (bit === 0 || labels[other] !== 0 || !near) return
        labels[other] = count
        queue.push(other)
      })
  }
  return labels
}

describe('connected components', () => {
  it('are those of a flood from each voxel', () => {
    fc.assert(
      fc.property(grids, fc.constantFrom(6 as const, 18 as const, 26 as const), ([size, mask], connectivity) => {
        const found = connectedComponents(Uint8Array.from(mask), size, connectivity)
        expect([...found.labels]).toEqual(flood(mask, size, connectivity))
        expect(found.count).toBe(Math.max(0, ...found.labels))
      }),
    )
  })
})

describe('lesion by lesion', () => {
  const rules: LesionRules = { connectivity: 26, dilation: 0, leastVoxels: 1, surface: 'voxel', penalty: 374 }

  it('counts a missed and a false lesion as 0 and the penalty, as BraTS does', () => {
    // Two lesions; the first found with one voxel of two, the second missed; one false.
    const found = compareLesions(line('0110001100000'), line('0010000000011'), 1, rules)
    expect(found).toMatchObject({ found: 1, missed: 1, false: 1 })
    expect(found.meanDice).toBeCloseTo(2 / 3 / 3, 12)
    // Of the found one: distances 1, 0 there and 0 back; their 95th percentile is 0.9.
    expect(found.meanHausdorff95).toBeCloseTo((0.9 + 374 + 374) / 3, 12)
    expect(found.f1).toBe(0.5)
  })

  it.each(
    oracle.flatMap((one) => [0, 1, 3].map((dilation, row) => [one.size.join(' × '), dilation, one, row] as const)),
  )(
    'is what scipy gives by the steps of BraTS’ program: %s, grown %i times',
    (_, dilation, { size, spacing, reference, result, grown }, row) => {
      const volume = (runs: readonly number[]): LabelVolume =>
        labelVolume(
          runs.flatMap((length, i) => new Array<number>(length).fill(i % 2)),
          size as unknown as GridSize,
          spacing as unknown as GridSize,
        )
      const found = compareLesions(volume(reference), volume(result), 1, { ...rules, dilation })
      const { meanDice, meanHausdorff95, ...counts } = grown[row]!
      expect(found).toMatchObject(counts)
      expect(found.meanDice).toBeCloseTo(meanDice, 12)
      expect(found.meanHausdorff95).toBeCloseTo(meanHausdorff95, 10)
    },
  )

  it('takes near lesions for one, where it was declared', () => {
    const [reference, result] = [line('011011000'), line('011000000')]
    expect(compareLesions(reference, result, 1, rules)).toMatchObject({ found: 1, missed: 1 })
    const joined = compareLesions(reference, result, 1, { ...rules, dilation: 1 })
    expect(joined).toMatchObject({ found: 1, missed: 0 })
    expect(joined.meanDice).toBeCloseTo((2 * 2) / 6, 12)
  })

  it('leaves out lesions that are too small', () => {
    const small = { ...rules, leastVoxels: 2 }
    expect(compareLesions(line('01011'), line('10000'), 1, small)).toMatchObject({ found: 0, missed: 1, false: 0 })
    expect(compareLesions(line('01000'), line('00001'), 1, small)).toMatchObject({ meanDice: null, f1: null })
  })

  it('joins all finds that touch a lesion', () => {
    const found = compareLesions(line('0111110'), line('0101010'), 1, rules)
    expect(found).toMatchObject({ found: 1, missed: 0, false: 0 })
    expect(found.meanDice).toBeCloseTo(6 / 8, 12)
  })
})

describe('panoptic quality', () => {
  it('is recognition times segmentation', () => {
    // Instance 1: 3 of 4 voxels common, IoU ¾; instance 2: IoU ½, not above; so one false and one missed.
    const found = panopticQuality(line('1111022'), line('0111002'))
    expect(found).toMatchObject({ found: 1, missed: 1, false: 1, segmentation: 0.75, recognition: 0.5, quality: 0.375 })
  })

  it('is null where there is nothing, 0 where nothing was found', () => {
    expect(panopticQuality(line('000'), line('000')).quality).toBeNull()
    expect(panopticQuality(line('100'), line('000')).quality).toBe(0)
  })
})
