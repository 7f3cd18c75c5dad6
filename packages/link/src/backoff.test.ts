import { expect, test } from 'vitest'
import { backoff } from './backoff.ts'

test('doubles from half a second to a minute, and spreads over the upper half', () => {
  const least = (length: number) => Buffer.alloc(length, 0)
  const most = (length: number) => Buffer.alloc(length, 255)
  expect([1, 2, 3, 7, 8, 1000].map((failures) => backoff(failures, least))).toEqual([
    250, 500, 1000, 16_000, 30_000, 30_000,
  ])
  expect([1, 2, 3, 7, 8, 1000].map((failures) => Math.round(backoff(failures, most)))).toEqual([
    500, 1000, 2000, 32_000, 60_000, 60_000,
  ])
})
