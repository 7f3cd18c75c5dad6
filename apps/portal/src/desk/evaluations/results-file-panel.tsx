import { type ResultsFileView, resultsFileView } from '@assay/contracts'
import { Alert, Anchor, Button, Checkbox, FileInput, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { read, send, sendFile } from '../../api/request.ts'
import { shortHash } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { SupervisionForm } from './supervision-form.tsx'

interface PanelProps {
  readonly evaluationId: string
  readonly version: string
}

/** The steps of a run that people supervise: hand the cases over, record the supervision, bring the results. */
export function ResultsFilePanel({ evaluationId, version }: PanelProps) {
  const path = `/api/evaluations/${evaluationId}/handover`
  const query = useQuery({
    queryKey: ['handover', evaluationId],
    queryFn: (): Promise<ResultsFileView> => read(path, resultsFileView),
  })
  return <Loaded query={query}>{(view) => <Steps {...{ evaluationId, version, view }} />}</Loaded>
}

function Steps({ evaluationId, version, view }: PanelProps & { view: ResultsFileView }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries()
  const path = `/api/evaluations/${evaluationId}`
  const handOver = useMutation({
    mutationFn: () => send('POST', `${path}/handover`, undefined, resultsFileView),
    onSettled,
  })
  const supervise = useMutation({
    mutationFn: (record: unknown) => send('PUT', `${path}/supervision`, record, resultsFileView),
    onSettled,
  })
  return (
    <Card title={t('desk.resultsFile.title')} className="no-print">
      <Stack>
        <p style={{ margin: 0 }}>{t('desk.resultsFile.handOverMeaning')}</p>
        <ErrorNotice error={handOver.error ?? supervise.error} />
        {view.handedOverAt ? (
          <p style={{ margin: 0 }}>
            {t('desk.resultsFile.handedOver', { cases: view.cases, hash: shortHash(view.listHash ?? '') })}{' '}
            <Anchor href={`${path}/handover.tar`}>{t('desk.resultsFile.download')}</Anchor>
          </p>
        ) : (
          <Button loading={handOver.isPending} onClick={() => handOver.mutate()} style={{ alignSelf: 'flex-start' }}>
            {t('desk.resultsFile.handOver')}
          </Button>
        )}
        {view.handedOverAt && !view.takenAt ? (
          <SupervisionForm
            {...{ version, record: view.supervision, isPending: supervise.isPending, onRecord: supervise.mutate }}
          />
        ) : null}
        {view.supervision && !view.takenAt ? <BringForm evaluationId={evaluationId} onSettled={onSettled} /> : null}
        {view.takenAt ? (
          <Alert role="status">{t('desk.resultsFile.taken', { hash: shortHash(view.archiveHash ?? '') })}</Alert>
        ) : null}
      </Stack>
    </Card>
  )
}

function BringForm({ evaluationId, onSettled }: { evaluationId: string; onSettled: () => void }) {
  const { t } = useTexts()
  const [file, choose] = useState<File | null>(null)
  const [missingFailed, setMissingFailed] = useState(false)
  const bring = useMutation({
    mutationFn: (chosen: File) => {
      const query = new URLSearchParams({ evaluation: evaluationId, missingFailed: `${missingFailed}` })
      return sendFile(`/api/results?${query}`, chosen, 'application/octet-stream', resultsFileView)
    },
    onSettled,
  })
  return (
    <Stack maw={560}>
      <FileInput
        label={t('desk.resultsFile.archive')}
        description={t('desk.resultsFile.archiveNote')}
        accept=".tar,application/x-tar"
        value={file}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': t('portal.devices.clear') }}
      />
      <Checkbox
        label={t('desk.resultsFile.missingFailed')}
        checked={missingFailed}
        onChange={(event) => setMissingFailed(event.currentTarget.checked)}
      />
      <ErrorNotice error={bring.error} />
      <Button
        disabled={!file}
        loading={bring.isPending}
        onClick={() => file && bring.mutate(file)}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('desk.resultsFile.bring')}
      </Button>
    </Stack>
  )
}
