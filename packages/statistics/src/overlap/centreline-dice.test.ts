import { describe, expect, it } from 'vitest'
import { centrelineDice } from './centreline-dice.ts'
import { type GridSize, labelVolume } from './label-volume.ts'
import oracle from './skeleton.oracle.json' with { type: 'json' }
import { skeleton } from './skeleton.ts'

/** A mask from the lengths of its runs, outside first. */
function maskOf(runs: readonly number[], size: readonly number[]): Uint8Array {
  const mask = new Uint8Array(size[0]! * size[1]! * size[2]!)
  let at = 0
  runs.forEach((length, i) => {
    mask.fill(i % 2, at, at + length)
    at += length
  })
  return mask
}

describe('skeletons', () => {
  it.each(oracle.map((one) => [one.size.join(' × '), one] as const))('are those of scikit-image, %s', (_, one) => {
    const size = one.size as unknown as GridSize
    expect(skeleton(maskOf(one.reference, size), size)).toEqual(maskOf(one.skeletonOfReference, size))
    expect(skeleton(maskOf(one.result, size), size)).toEqual(maskOf(one.skeletonOfResult, size))
  })

  it('of a ring stay a ring, and of a ball a voxel or two', () => {
    const size = [9, 9, 9] as const
    const ball = Uint8Array.from({ length: 729 }, (_, i) => {
      const [x, y, z] = [(i % 9) - 4, (Math.floor(i / 9) % 9) - 4, Math.floor(i / 81) - 4]
      return x * x + y * y + z * z <= 9 ? 1 : 0
    })
    expect(skeleton(ball, size).reduce((sum, bit) => sum + bit, 0)).toBeLessThanOrEqual(2)
    const ring = ball.map((bit, i) => {
      const [x, y, z] = [(i % 9) - 4, (Math.floor(i / 9) % 9) - 4, Math.floor(i / 81) - 4]
      return bit === 1 && Math.abs(z) <= 1 && x * x + y * y > 1 ? 1 : 0
    })
    const thinned = skeleton(ring, size)
    const left = [...thinned.keys()].filter((i) => thinned[i] === 1)
    expect(left.length).toBeGreaterThan(5)
    for (const one of left) {
      const neighbours = left.filter(
        (other) =>
          other !== one &&
          Math.max(
            Math.abs((one % 9) - (other % 9)),
            Math.abs((Math.floor(one / 9) % 9) - (Math.floor(other / 9) % 9)),
            Math.abs(Math.floor(one / 81) - Math.floor(other / 81)),
          ) <= 1,
      )
      expect(neighbours.length).toBe(2)
    }
  })
})

describe('centreline Dice', () => {
  const volume = (runs: readonly number[], size: readonly number[]) =>
    labelVolume(maskOf(runs, size), size as unknown as GridSize, [1, 1, 1])

  it.each(oracle.map((one, i) => [i, one] as const))('is what scikit-image’s skeletons give, pair %i', (_, one) => {
    expect(centrelineDice(volume(one.reference, one.size), volume(one.result, one.size), 1)).toEqual({
      topologyPrecision: expect.closeTo(one.precision, 14),
      topologySensitivity: expect.closeTo(one.sensitivity, 14),
      centrelineDice: expect.closeTo(one.dice, 14),
    })
  })

  it('is 1 for the same, 0 where one is empty, null where both are', () => {
    const [given] = oracle
    const [one, none] = [volume(given!.reference, given!.size), volume([], given!.size)]
    expect(centrelineDice(one, one, 1).centrelineDice).toBe(1)
    expect(centrelineDice(one, none, 1)).toEqual({
      centrelineDice: 0,
      topologyPrecision: null,
      topologySensitivity: 0,
    })
    expect(centrelineDice(none, none, 1).centrelineDice).toBeNull()
  })
})
