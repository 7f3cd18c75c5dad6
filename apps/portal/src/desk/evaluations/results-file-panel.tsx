import { type ResultsFileView, resultsFileView } from '@assay/contracts'
import { Alert, Anchor, Button, Stack, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { resultsFileQuery } from '../../api/desk.ts'
import { send } from '../../api/request.ts'
import { shortHash } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { BringResults } from './bring-results.tsx'
import { BroughtResults } from './brought-results.tsx'
import { SupervisionForm } from './supervision-form.tsx'

interface PanelProps {
  readonly evaluationId: string
  readonly version: string
}

/** The steps of a run that people supervise: hand the cases over, record the supervision, bring the results, look, and take them. */
export function ResultsFilePanel({ evaluationId, version }: PanelProps) {
  return (
    <Loaded query={useQuery(resultsFileQuery(evaluationId))}>
      {(view) => <Steps {...{ evaluationId, version, view }} />}
    </Loaded>
  )
}

function Steps({ evaluationId, version, view }: PanelProps & { view: ResultsFileView }) {
  const { t } = useTexts()
  const { handedOverAt, supervision, brought, takenAt, archiveHash } = view
  if (takenAt)
    return (
      <Card title={t('desk.resultsFile.title')}>
        <Alert role="status">{t('desk.resultsFile.taken', { hash: shortHash(archiveHash ?? '') })}</Alert>
      </Card>
    )
  return (
    <Card title={t('desk.resultsFile.title')} className="no-print">
      <Step name="handOver">
        <HandOver {...{ evaluationId, view }} />
      </Step>
      {handedOverAt ? (
        <Step name="supervision">
          <Supervise key={JSON.stringify(supervision)} {...{ evaluationId, version, view }} />
        </Step>
      ) : null}
      {supervision ? (
        <Step name="bring">
          <BringResults {...{ evaluationId, view }} />
        </Step>
      ) : null}
      {supervision && brought ? (
        <Step name="check">
          <BroughtResults key={brought.broughtAt} {...{ evaluationId, brought, count: view.archivesBrought }} />
        </Step>
      ) : null}
    </Card>
  )
}

function Step({ name, children }: { name: 'handOver' | 'supervision' | 'bring' | 'check'; children: ReactNode }) {
  const { t } = useTexts()
  return (
    <section style={{ marginBottom: 24 }}>
      <Title order={3} size="h5" mb="xs">
        {t(`desk.resultsFile.steps.${name}`)}
      </Title>
      {children}
    </section>
  )
}

function HandOver({ evaluationId, view }: { evaluationId: string; view: ResultsFileView }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const path = `/api/evaluations/${evaluationId}/handover`
  const handOver = useMutation({
    mutationFn: () => send('POST', path, undefined, resultsFileView),
    onSettled: () => queries.invalidateQueries(),
  })
  if (view.handedOverAt)
    return (
      <p style={{ margin: 0 }}>
        {t('desk.resultsFile.handedOver', { cases: view.cases, hash: shortHash(view.listHash ?? '') })}{' '}
        <Anchor href={`${path}.tar`} underline="always">
          {t('desk.resultsFile.download')}
        </Anchor>
      </p>
    )
  return (
    <Stack>
      <p style={{ margin: 0 }}>{t('desk.resultsFile.handOverMeaning')}</p>
      <ErrorNotice error={handOver.error} />
      <Button loading={handOver.isPending} onClick={() => handOver.mutate()} style={{ alignSelf: 'flex-start' }}>
        {t('desk.resultsFile.handOver')}
      </Button>
    </Stack>
  )
}

/** The record; where it stands already, its form opens when it is to be corrected. */
function Supervise({ evaluationId, version, view: { supervision } }: PanelProps & { view: ResultsFileView }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [isOpen, open] = useState(supervision === null)
  const supervise = useMutation({
    mutationFn: (record: unknown) =>
      send('PUT', `/api/evaluations/${evaluationId}/supervision`, record, resultsFileView),
    onSettled: () => queries.invalidateQueries(),
  })
  if (!isOpen)
    return (
      <Button variant="default" size="xs" onClick={() => open(true)}>
        {t('desk.resultsFile.correct')}
      </Button>
    )
  return (
    <>
      <SupervisionForm
        {...{ version, record: supervision, isPending: supervise.isPending, onRecord: supervise.mutate }}
      />
      <ErrorNotice error={supervise.error} />
    </>
  )
}
