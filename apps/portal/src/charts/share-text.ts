import type { Language } from '@assay/contracts'
import { formatShare } from '@assay/report/charts'

/** A share as the report writes it, on one line. */
export function shareText(share: number, language: Language): string {
  return formatShare(share, language).replace(' ', '\u00a0')
}
