import { expect, test } from 'vitest'
import { characteristicsOf } from './characteristics-of.ts'

test.each([
  [0.5, '0-9'],
  [9.99, '0-9'],
  [10, '10-19'],
  [69, '60-69'],
  [89.9, '80-89'],
  [90, '90+'],
  [103, '90+'],
])('an age of %d years is of the band %s', (age, band) => {
  expect(characteristicsOf([{ age }])).toEqual({ sex: '', age_band: band })
})

test('the first file that says something is heard, and only sexes that DICOM defines', () => {
  expect(characteristicsOf([{}, { sex: 'unknown' }, { sex: 'f ' }, { sex: 'M', age: 61 }, { age: 22 }])).toEqual({
    sex: 'F',
    age_band: '60-69',
  })
  expect(characteristicsOf([])).toEqual({ sex: '', age_band: '' })
})
