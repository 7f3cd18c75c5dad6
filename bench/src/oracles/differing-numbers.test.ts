import { describe, expect, it } from 'vitest'
import { differingNumbers } from './differing-numbers.ts'

describe('differingNumbers', () => {
  it('finds nothing where only the last digits differ', () => {
    expect(differingNumbers({ a: [1, 0.30000000000000004] }, { a: [1, 0.3] }, 1e-9)).toEqual([])
  })

  it('names the place of a changed digit, of a missing part and of another word', () => {
    const kept = { a: [1, 0.3], b: 2, c: 'wald' }
    expect(differingNumbers(kept, { a: [1, 0.31], c: 'logit' }, 1e-9)).toEqual([
      { place: '/a/1', kept: 0.3, found: 0.31 },
      { place: '/b', kept: 2, found: undefined },
      { place: '/c', kept: 'wald', found: 'logit' },
    ])
  })

  it('compares numbers that are written as words', () => {
    expect(differingNumbers(['1e-17'], ['1.0e-17'], 1e-9)).toEqual([])
    expect(differingNumbers(['0.5'], ['0.6'], 1e-9)).toHaveLength(1)
  })
})
