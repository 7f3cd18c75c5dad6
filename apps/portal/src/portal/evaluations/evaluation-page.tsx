import type { EvaluationView } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { evaluationQuery, hospitalsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { DraftView, ProtocolView } from '../../protocol/protocol-view.tsx'
import { EvaluationStateMark } from './evaluation-state-mark.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import { ReportPart } from './report-part.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { Story } from './story.tsx'
import { VendorPanel } from './vendor-panel.tsx'

/** One evaluation: the answer first, then where it stands, then what was agreed and what happened. */
export function EvaluationPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return <Loaded query={useQuery(evaluationQuery(id))}>{(evaluation) => <Content evaluation={evaluation} />}</Loaded>
}

function Content({ evaluation }: { evaluation: EvaluationView }) {
  const { t } = useTexts()
  const {
    id,
    number,
    title,
    deviceName: name,
    deviceVersion: version,
    vendor,
    acts,
    protocol,
    protocolHash,
  } = evaluation
  return (
    <Page
      title={title}
      intro={t('portal.evaluation.intro', { number, name, version, vendor })}
      acts={acts.includes('read-report') ? null : <EvaluationStateMark {...evaluation} />}
    >
      {evaluation.state === 'ended' ? <Card>{t('portal.evaluation.ended')}</Card> : null}
      {evaluation.state === 'returned' ? (
        <Card>{t('portal.evaluation.returned', { reason: evaluation.returnReason ?? '' })}</Card>
      ) : null}
      {acts.includes('read-report') ? <ReportPart id={id} /> : null}
      {acts.includes('submit') ? <VendorPanel evaluation={evaluation} /> : null}
      {evaluation.state !== 'decided' && evaluation.participations.length > 0 ? (
        <ProgressPanel evaluation={evaluation} />
      ) : null}
      <Card title={t(protocol ? 'portal.evaluation.protocol' : 'portal.evaluation.draft')}>
        {protocol && protocolHash ? (
          <ProtocolView protocol={protocol} hash={protocolHash} />
        ) : (
          <Draft evaluation={evaluation} />
        )}
      </Card>
      {acts.includes('lock') || acts.includes('return') ? <ReviewPanel evaluation={evaluation} /> : null}
      <Card title={t('portal.evaluation.story')}>
        <Story events={evaluation.story} />
      </Card>
    </Page>
  )
}

function Draft({ evaluation: { draft, device } }: { evaluation: EvaluationView }) {
  const { data: hospitals = [] } = useQuery(hospitalsQuery)
  const asked = hospitals.filter(({ id }) => draft.hospitals.includes(id))
  return <DraftView draft={draft} device={device} hospitals={asked.map(({ name }) => name)} />
}
