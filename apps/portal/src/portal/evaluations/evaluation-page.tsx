import type { EvaluationView } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { evaluationQuery, hospitalsQuery } from '../../api/hub.ts'
import { formatInstant, shortHash } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { endReasonText } from '../../protocol/end-reason-text.ts'
import { DraftView, ProtocolView } from '../../protocol/protocol-view.tsx'
import { TrainingCard } from '../../training/training-card.tsx'
import { EvaluationStateMark } from './evaluation-state-mark.tsx'
import { Notice } from './notices.tsx'
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
  const { id, title, acts, protocol, protocolHash } = evaluation
  return (
    <Page
      title={title}
      intro={<Intro evaluation={evaluation} />}
      acts={acts.includes('read-report') ? null : <EvaluationStateMark {...evaluation} />}
    >
      <End evaluation={evaluation} />
      {evaluation.state === 'returned' ? (
        <Card>{t('portal.evaluation.returned', { reason: evaluation.returnReason ?? '' })}</Card>
      ) : null}
      {acts.includes('read-report') ? <ReportPart id={id} /> : <Planned evaluation={evaluation} />}
      {acts.includes('submit') ? <VendorPanel evaluation={evaluation} /> : null}
      {evaluation.state !== 'decided' && evaluation.participations.length > 0 ? (
        <ProgressPanel evaluation={evaluation} />
      ) : null}
      {acts.includes('read-report') ? null : (
        <TrainingCard
          training={protocol ? protocol.training : (evaluation.device.training ?? undefined)}
          hospitals={evaluation.participations.map(({ name, training }) => ({ name, check: training }))}
        />
      )}
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

/** Which protocol this is: number, device, task; once locked, since when and its hash. */
function Intro({ evaluation }: { evaluation: EvaluationView }) {
  const { t, locale } = useTexts()
  const { number, deviceName: name, deviceVersion: version, vendor, draft, protocol, protocolHash } = evaluation
  return (
    <>
      {t('portal.evaluation.intro', { number, name, version, vendor, task: termOf('task', draft.task, t) })}
      {protocol && protocolHash ? (
        <div>
          {t('portal.evaluation.lockedIntro', {
            when: formatInstant(protocol.lockedAt, locale),
            hash: shortHash(protocolHash),
          })}
        </div>
      ) : null}
    </>
  )
}

/** Before there is a report: marks the evaluation if it will be on synthetic data. */
function Planned({ evaluation: { protocol } }: { evaluation: EvaluationView }) {
  const isSynthetic = protocol?.hospitals.some(({ provenance }) => provenance === 'synthetic')
  return isSynthetic ? <Notice about="syntheticPlanned" /> : null
}

function End({ evaluation: { state, story } }: { evaluation: EvaluationView }) {
  const { t } = useTexts()
  if (state !== 'ended') return null
  const { detail = null } = story.findLast(({ event }) => event === 'ended') ?? {}
  return <Card>{t('portal.evaluation.ended', { reason: endReasonText(detail, t) ?? '' })}</Card>
}

function Draft({ evaluation: { draft, device } }: { evaluation: EvaluationView }) {
  const { data: hospitals = [] } = useQuery(hospitalsQuery)
  const asked = hospitals.filter(({ id }) => draft.hospitals.includes(id))
  return <DraftView draft={draft} device={device} hospitals={asked.map(({ name }) => name)} />
}
