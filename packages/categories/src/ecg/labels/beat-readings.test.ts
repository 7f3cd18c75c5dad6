import type { Annotation } from '@assay/formats'
import { expect, it } from 'vitest'
import { beatReadings } from './beat-readings.ts'

const marks = (...beats: readonly (readonly [sample: number, code: string])[]): Annotation[] =>
  beats.map(([sample, code]) => ({ sample, code, subtype: 0, channel: 0, aux: '' }))

const reference = marks([100, 'N'], [200, '+'], [400, 'V'], [700, 'N'], [1000, 'L'])

it('pairs the beats of each reader with the reference, and brings beats together that were read alike', () => {
  const readings = [
    { reader: 'a', annotations: marks([105, 'N'], [402, 'V'], [701, 'N'], [995, 'N']) },
    // 36 samples at 240 Hz are 150 ms: the second beat was called N, the third was missed, and one is there that nobody else has.
    { reader: 'b', annotations: marks([90, 'N'], [420, 'N'], [850, 'V'], [1010, 'R']) },
  ]
  const found = beatReadings(reference, readings, 240)
  expect(found).toHaveLength(4)
  expect(found).toEqual(
    expect.arrayContaining([
      { reference: 'N', said: { a: 'N', b: 'N' }, count: 2 },
      { reference: 'V', said: { a: 'V', b: 'N' }, count: 1 },
      { reference: 'N', said: { a: 'N', b: '' }, count: 1 },
      { reference: '', said: { a: '', b: 'V' }, count: 1 },
    ]),
  )
})

it('takes a beat that readers alone marked at about one instant for one beat', () => {
  const readings = ['a', 'b', 'c'].map((reader, i) => ({
    reader,
    annotations: [...reference, ...(i < 2 ? marks([1300 + 10 * i, 'V']) : [])],
  }))
  expect(beatReadings(reference, readings, 240)).toContainEqual({
    reference: '',
    said: { a: 'V', b: 'V', c: '' },
    count: 1,
  })
})

it('says nothing without readers', () => {
  expect(beatReadings(reference, [], 240)).toEqual([])
})
