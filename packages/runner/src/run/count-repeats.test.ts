import { expect, test } from 'vitest'
import { chanceOfMissing, countRepeats } from './count-repeats.ts'

test('a share is run again, and at least twenty where one start takes many', () => {
  expect([countRepeats(100, false, 0), countRepeats(100, false, 0.05), countRepeats(100, true, 0)]).toEqual([0, 5, 20])
  expect([countRepeats(7, true, 0), countRepeats(1000, true, 0.1)]).toEqual([7, 100])
})

test('twenty miss a state that changes one result in twenty with probability 0.358 (R: 0.95^20)', () => {
  expect(chanceOfMissing(20)).toBeCloseTo(0.3584859, 7)
  expect(chanceOfMissing(0)).toBe(1)
})
