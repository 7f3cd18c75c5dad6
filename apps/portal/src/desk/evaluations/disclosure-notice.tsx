import type { DeskEvaluationView } from '@assay/contracts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'

/** What the vendor was shown of the set before, and what it will be shown; nothing where it is nothing. */
export function DisclosureNotice({ evaluation }: { evaluation: DeskEvaluationView }) {
  const { t } = useTexts()
  const { disclosedBefore, protocol, state } = evaluation
  const willDisclose = protocol.wayOfRunning === 'appliance' && state === 'asked'
  if (!willDisclose && disclosedBefore === 0) return null
  return (
    <Card>
      {willDisclose ? <p style={{ margin: 0 }}>⚠ {t('appliance.willDisclose')}</p> : null}
      {disclosedBefore > 0 ? (
        <p style={{ margin: 0 }}>
          ⚠ {t('appliance.disclosedBefore', { count: disclosedBefore, shown: disclosedBefore })}
        </p>
      ) : null}
    </Card>
  )
}
