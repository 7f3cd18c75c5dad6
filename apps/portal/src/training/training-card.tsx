import type { DeclaredTraining, TrainingCheck } from '@assay/contracts'
import { trainingCheckTexts } from '@assay/messages'
import { Title } from '@mantine/core'
import { formatInstant } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'
import { Card } from '../layout/card.tsx'
import { DeclaredTrainingView } from './declared-training.tsx'

interface TrainingCardProps {
  readonly training: DeclaredTraining | undefined
  /** What each hospital found; null or undefined where it did not say. */
  readonly hospitals: readonly { readonly name: string; readonly check: TrainingCheck | null | undefined }[]
}

/** What the vendor declared of training data, what each hospital found in it, and what neither can show. */
export function TrainingCard({ training, hospitals }: TrainingCardProps) {
  const { t } = useTexts()
  const told = hospitals.flatMap(({ name, check }) => (check ? [{ name, check }] : []))
  return (
    <Card title={t('training.check.title')}>
      <Title order={3} size="h5">
        {t('training.check.declared')}
      </Title>
      <DeclaredTrainingView training={training} />
      <Title order={3} size="h5">
        {t('training.check.found')}
      </Title>
      {told.length === 0 ? <p>{t('training.check.waiting')}</p> : null}
      {told.map(({ name, check }) => (
        <Found key={name} name={name} check={check} />
      ))}
      {training ? <p className="quiet">{t('training.check.limits')}</p> : null}
    </Card>
  )
}

function Found({ name, check }: { name: string; check: TrainingCheck }) {
  const { t, language, locale } = useTexts()
  return (
    <>
      <p style={{ marginBottom: 4 }}>
        <strong>{name}</strong>{' '}
        <span className="quiet">{t('training.check.checkedAt', { when: formatInstant(check.checkedAt, locale) })}</span>
      </p>
      <ul style={{ marginTop: 0 }}>
        {trainingCheckTexts(language, check).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  )
}
