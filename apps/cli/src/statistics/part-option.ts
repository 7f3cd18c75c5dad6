import { AssayError } from '@assay/contracts'
import type { Part } from '@assay/statistics/roc'

/** `specificity:0.9:1`: over what, from where, to where. */
export function partOf(text: string): Part {
  const [over, from, to] = text.split(':')
  const part = { over, from: Number(from), to: Number(to) }
  const isPart =
    (over === 'specificity' || over === 'sensitivity') && part.from >= 0 && part.to <= 1 && part.from < part.to
  if (!isPart) throw new AssayError('option-invalid', { option: '--partial', what: 'option-part' })
  return part as Part
}
