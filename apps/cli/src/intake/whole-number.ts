import { AssayError } from '@assay/contracts'

/** A whole number, 0 or more. @throws AssayError `option-invalid` */
export function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (!/^\d{1,9}$/.test(text)) throw new AssayError('option-invalid', { option, what: 'option-number' })
    return Number(text)
  }
}
