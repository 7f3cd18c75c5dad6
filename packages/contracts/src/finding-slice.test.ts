import { expect, it } from 'vitest'
import { sliceOfFinding } from './finding-slice.ts'

it('gives the last slice of a region, and says whether a part of it is meant', () => {
  const region = { from: [10, 20, 3] as [number, number, number], to: [30, 40, 4] as [number, number, number] }
  const slice = { slice: 4, from: [10, 20], to: [30, 40], isFramed: true, isSlice: true }
  expect(sliceOfFinding({ region }, '1.2')).toEqual({ series: '1.2', ...slice })
  expect(sliceOfFinding({ region, series: '3.4', file: 'a', frame: 1 }, '1.2')).toEqual({
    series: '3.4',
    file: 'a',
    ...slice,
    isSlice: false,
  })
  expect(sliceOfFinding({}, '1.2')).toBeUndefined()
  expect(sliceOfFinding({ region }, null)).toBeUndefined()
})
