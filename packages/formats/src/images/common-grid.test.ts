import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onCommonGrid } from './common-grid.ts'
import { type Affine, gridDistance, spacingOf, type Volume } from './volume.ts'

const oblique: Affine = [
  [0.8, -1.2, 0, 3],
  [0.6, 1.6, 0, -4],
  [0, 0, 3, 5],
]

/** A part of a volume, its axes in another order and direction. */
function partOf(
  whole: Volume,
  axes: readonly number[],
  flips: readonly boolean[],
  from: readonly number[],
  to: readonly number[],
): Volume {
  const size = axes.map((axis) => to[axis]! - from[axis]! + 1) as [number, number, number]
  const start = axes.map((axis, i) => (flips[i] ? to[axis]! : from[axis]!))
  const at = (own: readonly number[]) => {
    const place = [0, 0, 0]
    axes.forEach((axis, i) => {
      place[axis] = start[i]! + (flips[i] ? -1 : 1) * own[i]!
    })
    return place
  }
  const values = new Int16Array(size[0] * size[1] * size[2])
  for (let i = 0; i < values.length; i += 1) {
    const [x, y, z] = at([i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / (size[0] * size[1]))])
    values[i] = whole.values[(z! * whole.size[1] + y!) * whole.size[0] + x!]!
  }
  const affine = whole.affine.map((row) => {
    const origin = at([0, 0, 0])
    const shift = row[3] + row[0] * origin[0]! + row[1] * origin[1]! + row[2] * origin[2]!
    return [...axes.map((axis, i) => (flips[i] ? -1 : 1) * row[axis]!), shift]
  }) as unknown as Affine
  return { size, spacing: spacingOf(affine), affine, values }
}

describe('onCommonGrid', () => {
  const size = [5, 4, 3] as const
  const whole: Volume = {
    size,
    affine: oblique,
    spacing: spacingOf(oblique),
    values: Int16Array.from({ length: 60 }, (_, i) => i + 1),
  }

  it('puts parts of a volume back in their places, however they are turned', () => {
    const axes = fc.constantFrom([0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1], [0, 2, 1])
    const flips = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())
    const box = fc.tuple(...size.map((n) => fc.tuple(fc.nat(n - 1), fc.nat(n - 1))))
    fc.assert(
      fc.property(axes, flips, box, (order, turned, ends) => {
        const part = partOf(
          whole,
          order,
          turned,
          ends.map((end) => Math.min(...end)),
          ends.map((end) => Math.max(...end)),
        )
        const [reference, result] = onCommonGrid(whole, part, 0.01)!
        expect(reference).toEqual(whole)
        expect(gridDistance(reference, result)).toBeLessThan(1e-9)
        const kept = [...result.values].filter((value) => value !== 0)
        expect(kept.length).toBe(part.values.length)
        expect(result.values.every((value, i) => value === 0 || value === whole.values[i])).toBe(true)
      }),
    )
  })

  it('widens the grid to what lies outside', () => {
    const [one, other] = [
      [0, 0, 0],
      [2, 1, 0],
    ].map((from, i) => partOf(whole, [0, 1, 2], [false, false, false], from, i === 0 ? [2, 1, 1] : [4, 3, 2]))
    const [reference, result] = onCommonGrid(one!, other!, 0.01)!
    expect(reference.size).toEqual([5, 4, 3])
    expect(reference.values.filter((value) => value !== 0).length).toBe(12)
    expect(result.values.filter((value) => value !== 0).length).toBe(27)
    expect(result.values.every((value, i) => value === 0 || value === whole.values[i])).toBe(true)
  })

  it('refuses lattices that differ', () => {
    const moved = (by: number): Volume => ({
      ...whole,
      affine: oblique.map((row, axis) => [row[0], row[1], row[2], row[3] + (axis === 2 ? by : 0)]) as unknown as Affine,
    })
    expect(onCommonGrid(whole, moved(1), 0.01)).toBeUndefined()
    expect(onCommonGrid(whole, moved(3), 0.01)?.[0].size).toEqual([5, 4, 4])
    const wider = { ...whole, affine: oblique.map(([x, y, z, o]) => [1.01 * x, y, z, o]) as unknown as Affine }
    expect(onCommonGrid(whole, wider, 0.01)).toBeUndefined()
    expect(onCommonGrid(whole, moved(3e9), 0.01)).toBeUndefined()
  })
})
