import type { DeskEvaluationView } from '@assay/contracts'
import { findingText, trainingCheckTexts } from '@assay/messages'
import { Title } from '@mantine/core'
import { formatInstant } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { DeclaredTrainingView } from '../../training/declared-training.tsx'
import { VerdictMark } from '../studies/verdict-mark.tsx'

/** What the vendor declared of training data, and what was found when the set was held against it, before a steward decides. */
export function TrainingPanel({ evaluation: { protocol, training } }: { evaluation: DeskEvaluationView }) {
  const { t } = useTexts()
  return (
    <Card title={t('training.check.title')}>
      <Title order={3} size="h5">
        {t('training.check.declared')}
      </Title>
      <DeclaredTrainingView training={protocol.training} />
      <Title order={3} size="h5">
        {t('training.check.found')}
      </Title>
      {training ? <Found training={training} /> : <p aria-live="polite">{t('training.check.pending')}</p>}
      {protocol.training ? <p className="quiet">{t('training.check.limits')}</p> : null}
    </Card>
  )
}

function Found({ training: { outcomes, leaving } }: { training: NonNullable<DeskEvaluationView['training']> }) {
  const { t, language, locale } = useTexts()
  return (
    <>
      {outcomes
        .filter(({ findings }) => findings.length > 0)
        .map(({ ruleSet, rule, verdict, findings }) => (
          <div key={`${ruleSet} ${rule}`} className="finding">
            <VerdictMark verdict={verdict} />
            {findings.map((finding) => {
              const { what, advice } = findingText(language, finding)
              return (
                <p key={what}>
                  {what} {advice}
                </p>
              )
            })}
          </div>
        ))}
      <p className="quiet">{t('training.check.leaves')}</p>
      <ul>
        {trainingCheckTexts(language, leaving).map((text) => (
          <li key={text}>{text}</li>
        ))}
        <li>{t('training.check.checkedAt', { when: formatInstant(leaving.checkedAt, locale) })}</li>
      </ul>
    </>
  )
}
