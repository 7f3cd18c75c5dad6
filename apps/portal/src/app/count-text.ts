import type { Translator } from '@assay/messages'
import { formatCount } from './formats.ts'

/** A count with what is counted, in the number that the language wants: 1 patient, 7,823 records. */
export function countText(
  what: 'patients' | 'records' | 'hospitals',
  count: number,
  { t, locale }: { t: Translator; locale: string },
): string {
  return t(`common.count.${what}`, { count, shown: formatCount(count, locale) })
}
