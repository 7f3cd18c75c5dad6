import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { shuffled } from './shuffled.ts'

test('every order of three is as likely as any other', () => {
  const draws = 6000
  const counts = new Map<string, number>()
  for (let i = 0; i < draws; i += 1) {
    const order = shuffled(['a', 'b', 'c'], randomBytes).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  // Pearson's statistic exceeds 30 with a probability of 1.5e-5 (R: pchisq(30, 5, lower.tail = FALSE)).
  const expected = draws / 6
  const statistic = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(statistic).toBeLessThan(30)
})

test('the list that was given stays as it is', () => {
  const list = [1, 2, 3]
  shuffled(list, randomBytes)
  expect(list).toEqual([1, 2, 3])
})
