import type { DeskEvaluationView } from '@assay/contracts'
import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { deskEvaluationQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { endReasonText } from '../../protocol/end-reason-text.ts'
import { ProtocolView } from '../../protocol/protocol-view.tsx'
import { ApprovalPanel } from './approval-panel.tsx'
import { BlockedNotice } from './blocked-notice.tsx'
import { DeskStateMark } from './desk-state-mark.tsx'
import { DisclosureNotice } from './disclosure-notice.tsx'
import { RequestFacts } from './request-facts.tsx'
import { ResultsFilePanel } from './results-file-panel.tsx'
import { ResultsProvenance } from './results-provenance.tsx'
import { TrainingPanel } from './training-panel.tsx'

/** States in which a run is at work or over. */
const hasRun: readonly DeskEvaluationView['state'][] = ['running', 'scored', 'released', 'withheld']

/** One evaluation at this hospital: what is asked, the decision, how far it is. */
export function DeskEvaluationPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return (
    <Loaded query={useQuery(deskEvaluationQuery(id))}>{(evaluation) => <Content evaluation={evaluation} />}</Loaded>
  )
}

function Content({ evaluation }: { evaluation: DeskEvaluationView }) {
  const { t } = useTexts()
  const { evaluationId, number, deviceName: name, deviceVersion: version, vendor, state, protocol } = evaluation
  return (
    <Page
      title={evaluation.title}
      intro={t('desk.evaluations.about', { number, name, version, vendor })}
      acts={<DeskStateMark state={state} />}
    >
      <BlockedNotice evaluationId={evaluation.evaluationId} blockedBy={evaluation.blockedBy} />
      <DisclosureNotice evaluation={evaluation} />
      {state === 'scored' ? (
        <Card>
          <Button component={Link} to={`/evaluations/${evaluationId}/release`}>
            {t('desk.evaluation.toRelease')}
          </Button>
        </Card>
      ) : null}
      <Reason evaluation={evaluation} />
      {state === 'released' || state === 'withheld' ? (
        <Card>
          <Link to={`/evaluations/${evaluationId}/release`}>{t(`desk.evaluation.${state}`)}</Link>
        </Card>
      ) : null}
      {state === 'running' && protocol.wayOfRunning === 'results-file' ? (
        <ResultsFilePanel evaluationId={evaluationId} version={version} />
      ) : null}
      {protocol.wayOfRunning === 'results-file' && hasRun.includes(state) ? (
        <ResultsProvenance evaluationId={evaluationId} />
      ) : null}
      {state === 'running' ? <RunProgress evaluation={evaluation} /> : null}
      <RequestFacts evaluation={evaluation} />
      <TrainingPanel evaluation={evaluation} />
      {state === 'asked' ? <ApprovalPanel evaluationId={evaluationId} /> : null}
      <Card title={t('portal.evaluation.protocol')}>
        <ProtocolView protocol={evaluation.protocol} hash={evaluation.protocolHash} />
      </Card>
    </Page>
  )
}

/** Why a steward refused or withheld it, or why the hub ended it. */
function Reason({ evaluation: { state, reason } }: { evaluation: DeskEvaluationView }) {
  const { t } = useTexts()
  if (!reason || (state !== 'refused' && state !== 'withheld' && state !== 'ended')) return null
  return (
    <Card title={t(`desk.evaluation.reason.${state}`)}>
      <p style={{ margin: 0, whiteSpace: 'pre-line' }}>{endReasonText(reason, t)}</p>
    </Card>
  )
}

function RunProgress({ evaluation }: { evaluation: DeskEvaluationView }) {
  const { t } = useTexts()
  const { casesDone: done, casesTotal: total } = evaluation
  return (
    <Card title={t('desk.evaluation.progress')}>
      <p aria-live="polite">{t('desk.evaluations.cases', { done, total })}</p>
      <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label={t('desk.evaluation.progress')} />
    </Card>
  )
}
