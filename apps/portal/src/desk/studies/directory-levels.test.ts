import { expect, it } from 'vitest'
import { askedBelow } from './directory-levels.ts'

it('asks the list for what can be asked', () => {
  expect(askedBelow(['lung-ct', 'CT', 'A', 'M', 'CHEST', '2025'])).toEqual({
    category: 'lung-ct',
    modality: 'CT',
    manufacturer: 'A',
    from: '2025-01-01',
    to: '2025-12-31',
  })
  expect(askedBelow(['lung-ct', ''])).toEqual({ category: 'lung-ct' })
  expect(askedBelow([])).toEqual({})
})
