import { describe, expect, it } from 'vitest'
import { drawsOf, philox } from './philox.ts'

// Random123, tests/kat_vectors, lines "philox4x32 10".
const vectors = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    drawn: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    drawn: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    drawn: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
] as const

describe('philox', () => {
  it.each(vectors)('reproduces the known answers of Random123 (%#)', ({ counter, key, drawn }) => {
    const block = Uint32Array.from(counter)
    philox(block, key[0], key[1])
    expect([...block]).toEqual([...drawn])
  })

  it('gives the same draws again, and other draws for another stream', () => {
    const first = drawsOf(7, 1)
    const again = drawsOf(7, 1)
    const other = drawsOf(7, 2)
    const taken = Array.from({ length: 100 }, () => first.uniform())
    expect(Array.from({ length: 100 }, () => again.uniform())).toEqual(taken)
    expect(Array.from({ length: 100 }, () => other.uniform())).not.toEqual(taken)
  })

  it('draws whole numbers below a bound evenly', () => {
    const draws = drawsOf(20261123, 0)
    const counts = new Array<number>(7).fill(0)
    for (let i = 0; i < 70_000; i += 1) counts[draws.below(7)]! += 1
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(22.46) // χ² with 6 degrees of freedom, upper 0.1 %
  })
})
