import { expect, it } from 'vitest'
import { fitCircle } from './fit-circle.ts'

it('finds the circle that points of an arc were taken from, and none through a line', () => {
  const arc = Array.from({ length: 20 }, (_, i) => [7 + 30 * Math.cos(i / 10), -4 + 30 * Math.sin(i / 10)] as const)
  const circle = fitCircle(arc)!
  expect([circle.x, circle.y, circle.radius].map((value) => Number(value.toFixed(6)))).toEqual([7, -4, 30])
  expect(fitCircle(arc.map(([x]) => [x, 2 * x]))).toBeUndefined()
})
