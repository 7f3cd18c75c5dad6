import type { SignedPassport } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { termOf } from '../../app/term-of.ts'

/** Of what a signed passport speaks. */
export function subjectWords(
  { studyId, patient, category }: Pick<SignedPassport, 'studyId' | 'patient' | 'category'>,
  t: Translator,
): string {
  if (studyId === null) return t('passports.signed.category', { category: termOf('category', category, t) })
  return patient ? t('passports.signed.study', { patient }) : t('passports.signed.studyGone')
}
