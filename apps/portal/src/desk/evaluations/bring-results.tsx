import { type ResultsFileView, resultsFileView } from '@assay/contracts'
import { Button, FileInput, Progress, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { resultsFileQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { type Sent, sendUpload } from '../intake/upload/send-upload.ts'
import { UploadFault, useEndOfUpload } from '../intake/upload/upload-panel.tsx'
import { UploadProgress } from '../intake/upload/upload-progress.tsx'

/** Sends a results archive, telling how far it is sent and then how far it is looked through. */
export function BringResults({ evaluationId, view }: { evaluationId: string; view: ResultsFileView }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [file, choose] = useState<File | null>(null)
  const [sent, note] = useState<Sent>()
  const stop = useRef(new AbortController())
  const bring = useMutation({
    mutationFn: (chosen: File) => {
      stop.current = new AbortController()
      const path = `/api/results?${new URLSearchParams({ evaluation: evaluationId })}`
      return sendUpload(path, chosen, { answer: resultsFileView, onProgress: note, signal: stop.current.signal })
    },
    onSuccess: () => choose(null),
    onSettled: () => {
      note(undefined)
      return queries.invalidateQueries()
    },
  })
  useEndOfUpload(bring.isPending, stop)
  const isSent = sent !== undefined && sent.sent >= sent.all
  return (
    <Stack maw={560}>
      <FileInput
        label={t('desk.resultsFile.archive')}
        description={t('desk.resultsFile.archiveNote')}
        accept=".tar,application/x-tar"
        value={file}
        onChange={choose}
        disabled={bring.isPending}
        clearable
        clearButtonProps={{ 'aria-label': t('portal.devices.clear') }}
      />
      {bring.isPending && !isSent ? (
        <UploadProgress sent={sent} keep={t('desk.resultsFile.keep')} onStop={() => stop.current.abort()} />
      ) : null}
      {bring.isPending && isSent ? <Checking evaluationId={evaluationId} /> : null}
      {bring.isPending ? null : (
        <Button
          disabled={!file}
          variant={view.brought ? 'default' : 'filled'}
          onClick={() => file && bring.mutate(file)}
          style={{ alignSelf: 'flex-start' }}
        >
          {t(view.brought ? 'desk.resultsFile.bringAnother' : 'desk.resultsFile.bring')}
        </Button>
      )}
      <UploadFault error={bring.error} />
    </Stack>
  )
}

/** How far the node is with looking through what was sent, asked anew each second. */
function Checking({ evaluationId }: { evaluationId: string }) {
  const { t } = useTexts()
  const { data } = useQuery({ ...resultsFileQuery(evaluationId), refetchInterval: 1000 })
  const { done, total } = data?.checking ?? { done: 0, total: 0 }
  return (
    <div>
      <p style={{ margin: '0 0 8px' }} role="status">
        {total === 0 ? t('desk.resultsFile.checkingBegun') : t('desk.resultsFile.checking', { done, total })}
      </p>
      <Progress.Root size="lg">
        <Progress.Section
          value={total === 0 ? 0 : (100 * done) / total}
          aria-label={t('desk.resultsFile.checkingProgress')}
        />
      </Progress.Root>
    </div>
  )
}
