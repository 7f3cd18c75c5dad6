import { expect, it } from 'vitest'
import { askedOf, queryOf } from './study-filter.ts'

it('takes from the address what can be asked, and leaves the rest', () => {
  const asked = askedOf({
    category: 'lung-ct',
    modality: '',
    verdict: 'splendid',
    from: '2024-13-99',
    to: '2024-05-17',
  })
  expect(asked).toEqual({ category: 'lung-ct', to: '2024-05-17' })
  expect(queryOf(asked)).toBe('category=lung-ct&to=2024-05-17')
})

it('takes a pseudonym that the address has as a number', () => {
  expect(askedOf({ patient: 12 })).toEqual({ patient: '12' })
})
