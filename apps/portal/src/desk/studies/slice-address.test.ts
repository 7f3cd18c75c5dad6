import { expect, it } from 'vitest'
import { sliceAddress } from './slice-address.ts'

it('asks for the last slice of a region, and says whether a part of it is meant', () => {
  const region = { from: [10, 20, 3], to: [30, 40, 4] } as const
  const place = { region: { from: [...region.from], to: [...region.to] } as never }
  expect(sliceAddress('id', place, '1.2')).toMatchObject({
    path: '/api/studies/id/slice.png?series=1.2&slice=4&from=10%2C20&to=30%2C40',
    slice: 4,
    isFramed: true,
  })
  expect(sliceAddress('id', {}, '1.2')).toBeUndefined()
  expect(sliceAddress('id', place, null)).toBeUndefined()
})
