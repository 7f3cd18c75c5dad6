import { AssayError } from '@assay/contracts'

/** Numbers from 0 to 1, parted by commas. @throws AssayError `option-invalid` */
export function sharesOf(option: string): (text: string) => number[] {
  return (text) =>
    text.split(',').map((word) => {
      const value = Number(word)
      if (word.trim() === '' || !(value >= 0 && value <= 1))
        throw new AssayError('option-invalid', { option, what: 'option-shares' })
      return value
    })
}

/** Numbers, parted by commas. @throws AssayError `option-invalid` */
export function numbersOf(option: string): (text: string) => number[] {
  return (text) =>
    text.split(',').map((word) => {
      const value = Number(word)
      if (word.trim() === '' || !Number.isFinite(value))
        throw new AssayError('option-invalid', { option, what: 'option-numbers' })
      return value
    })
}
