import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { cellName } from './cell-name.ts'

describe('cellName', () => {
  const t = translator('en')

  it.each([
    ['beats.Vn', 'Beats: V → N'],
    ['beats.Vo', 'Beats: V → missed'],
    ['beats.On', 'Beats: no beat there → N'],
    ['veb.sensitivity.gross.numerator', 'VEB sensitivity, gross: sum of numerators'],
    ['records.timed-out', 'Records: took too long'],
    ['seconds.scored', 'Seconds scored'],
  ])('puts %s in words', (name, words) => expect(cellName(name, t)).toBe(words))

  it('leaves a name that it does not know as it is', () => {
    expect(cellName('lesions.large', t)).toBe('lesions.large')
    expect(cellName('records.toString', t)).toBe('records.toString')
  })
})

it('has words for counts of a detection and for their products', () => {
  expect(cellName('found-3', translator('en'))).toBe('Lesions found from the score at point 4 on')
  expect(cellName('lesions × false-0', translator('en'))).toBe(
    'Sum over patients of a product, for the variance: Lesions, times: False positives from the score at point 1 on',
  )
  expect(cellName('found-x', translator('en'))).toBe('found-x')
})
