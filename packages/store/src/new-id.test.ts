import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('gives the example of RFC 9562, appendix A.6', () => {
  // 017F22E2-79B0-7CC3-98C4-DC0C0C07398F: 2022-02-22T14:22:22-05:00, rand_a CC3, rand_b 18C4DC0C0C07398F.
  // rand_a and the first 20 bits of rand_b come from octets 6 to 9 of the randomness, the rest from octets 10 to 15.
  const id = newId(
    () => new Date('2022-02-22T14:22:22-05:00'),
    () => Buffer.from('017f22e279b07cc398c4dc0c0c07398f', 'hex'),
  )
  expect(id.slice(0, 15)).toBe('017f22e2-79b0-7')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('ids of later milliseconds sort later', () => {
  const ids = [0, 1, 2 ** 40].map((time) =>
    newId(
      () => new Date(time),
      (length) => Buffer.alloc(length, 255 - (time % 3)),
    ),
  )
  expect(ids.toSorted()).toEqual(ids)
})
