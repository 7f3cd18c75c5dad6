import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { risingOrder } from './rising-order.ts'
import { sortRising } from './sort-rising.ts'

function byDefinition(values: Float64Array): number[] {
  return [...values.keys()].sort((a, b) => {
    const [x, y] = [values[a]!, values[b]!]
    return x < y ? -1 : x > y ? 1 : a - b
  })
}

describe('risingOrder', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(Infinity, -Infinity, 0, -0, 5e-324, -5e-324),
    // The same upper half, other lower ones.
    fc.integer({ min: 0, max: 2 ** 20 }).map((n) => 1 + n * 2 ** -52),
  )

  it('is that of a comparison, equal ones in the order of their places', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), (given) => {
        const values = Float64Array.from(given)
        expect([...risingOrder(values)]).toEqual(byDefinition(values))
      }),
    )
  })

  it('sorts many numbers as the built-in sort does, equal ones among them', () => {
    const many = fc.array(value, { minLength: 2000, maxLength: 2600 })
    fc.assert(
      fc.property(many, (given) => {
        const values = Float64Array.from(given, (one) => one + 0)
        expect(sortRising(values)).toEqual(values.slice().sort())
      }),
      { numRuns: 20 },
    )
  })

  it('takes part of a larger array', () => {
    const values = Float64Array.of(9, 3, 1, 2).subarray(1)
    expect([...risingOrder(values)]).toEqual([1, 2, 0])
  })
})
