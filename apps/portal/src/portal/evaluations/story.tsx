import type { StoryEvent } from '@assay/contracts'
import { useTexts } from '../../app/texts.ts'
import { Moment } from '../../layout/moment.tsx'

/** What happened, first to last; by organisations, never by persons. */
export function Story({ events }: { events: readonly StoryEvent[] }) {
  const { t } = useTexts()
  return (
    <ol style={{ paddingLeft: 20, margin: 0 }}>
      {events.map(({ at, event, by, detail, ledgerIndex }) => (
        <li key={`${at} ${event} ${by}`} style={{ marginBottom: 8 }}>
          <strong>{t(`portal.evaluation.event.${event}`)}</strong> · {by} · <Moment at={at} />
          {ledgerIndex === null ? null : (
            <span className="quiet"> · {t('portal.evaluation.logged', { index: ledgerIndex })}</span>
          )}
          {detail && !/^[0-9a-f]{64}$/.test(detail) ? <div className="quiet">{detail}</div> : null}
        </li>
      ))}
    </ol>
  )
}
