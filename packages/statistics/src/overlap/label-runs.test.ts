import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eachPair, runBuilder, runsOf, voxelsOf } from './label-runs.ts'

const labels = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(255, 256, 65_535, 65_536, 2 ** 31 - 1))
const voxels = fc
  .array(fc.tuple(labels, fc.integer({ min: 1, max: 9 })), { maxLength: 60 })
  .map((runs) => runs.flatMap(([label, length]) => new Array<number>(length).fill(label)))

describe('runs of labels', () => {
  it('are the voxels, whatever parts these come in', () => {
    fc.assert(
      fc.property(voxels, fc.integer({ min: 1, max: 20 }), (all, step) => {
        const builder = runBuilder()
        for (let at = 0; at < all.length; at += step) builder.add(all.slice(at, at + step))
        expect(builder.runs()).toEqual(runsOf(all))
        expect([...voxelsOf(builder.runs())]).toEqual(all)
      }),
    )
  })

  it('go on beyond the room that they began with, one, two or four bytes a label', () => {
    const all = Array.from({ length: 5000 }, (_, at) => at % 255)
    expect([...voxelsOf(runsOf(all))]).toEqual(all)
    expect(runsOf([255]).labels).toBeInstanceOf(Uint8Array)
    expect(runsOf([1, 256]).labels).toEqual(Uint16Array.of(1, 256))
    expect(runsOf([1, 65_536]).labels).toEqual(Uint32Array.of(1, 65_536))
  })

  it('pair as the voxels do, one by one', () => {
    fc.assert(
      fc.property(voxels, voxels, (one, other) => {
        const length = Math.min(one.length, other.length)
        const pairs: (readonly [number, number])[] = []
        eachPair(runsOf(one.slice(0, length)), runsOf(other.slice(0, length)), (a, b, count) => {
          for (let i = 0; i < count; i += 1) pairs.push([a, b])
        })
        expect(pairs).toEqual(one.slice(0, length).map((label, at) => [label, other[at]!]))
      }),
    )
  })

  it('are of whole numbers from 0 up to 2³¹ − 1', () => {
    for (const wrong of [-1, 0.5, Number.NaN, Infinity, 2 ** 31]) expect(() => runsOf([0, wrong])).toThrow(RangeError)
  })
})
