import { AssayError } from '@assay/contracts'

/** A number strictly between 0 and 1. @throws AssayError `option-invalid` */
export function between(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value < 1))
    throw new AssayError('option-invalid', { option, what: 'option-share' })
  return value
}

/** A whole number from 0 on. @throws AssayError `option-invalid` */
export function wholeNumber(text: string, option: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new AssayError('option-invalid', { option, what: 'option-count' })
  return value
}
