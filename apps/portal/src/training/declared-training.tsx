import type { DeclaredTraining } from '@assay/contracts'
import { declaredTexts } from '@assay/messages'
import { formatInstant } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'
import { Hash } from '../layout/hash.tsx'

/** What a vendor declared that a device was trained with, or that it declared nothing, and what that means. */
export function DeclaredTrainingView({ training }: { training: DeclaredTraining | null | undefined }) {
  const { t, language, locale } = useTexts()
  if (!training) {
    return (
      <p>
        <strong>{t('training.nothing')}</strong> {t('training.nothingMeans')}
      </p>
    )
  }
  return (
    <>
      <ul>
        {declaredTexts(language, training).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p className="quiet">
        {t('training.word')} {t('training.declaredAt', { when: formatInstant(training.declaredAt, locale) })}{' '}
        <Hash value={training.declarationHash} />
      </p>
    </>
  )
}
