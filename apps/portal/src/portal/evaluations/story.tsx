import { type StoryEvent, verdict } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { useTexts } from '../../app/texts.ts'
import { Moment } from '../../layout/moment.tsx'
import { endReasonText } from '../../protocol/end-reason-text.ts'

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
          {detailOf(detail, t)}
        </li>
      ))}
    </ol>
  )
}

function detailOf(detail: string | null, t: Translator) {
  const { data } = verdict.safeParse(detail)
  const words = data ? t(`common.verdict.${data}`) : endReasonText(detail, t)
  return words && !/^[0-9a-f]{64}$/.test(words) ? <div className="quiet">{words}</div> : null
}
