import { intakeRun } from '@assay/contracts'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ConnectionError } from '../../../api/request.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { formOf } from '../../../layout/form-of.ts'
import { DeclaredFields, NeutralNames } from '../declared-fields.tsx'
import { FileChoice } from './file-choice.tsx'
import { type Sent, sendUpload, UploadStopped } from './send-upload.ts'
import { setOfFiles } from './set-of-files.ts'
import { UploadProgress } from './upload-progress.tsx'

/** Uploads a prepared set from this computer. */
export function UploadPanel() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [files, choose] = useState<readonly File[]>([])
  const [sent, note] = useState<Sent>()
  const stop = useRef(new AbortController())
  const upload = useMutation({
    mutationFn: (form: FormData) => {
      stop.current = new AbortController()
      return sendUpload(`/api/uploads?${declaredQuery(form)}`, setOfFiles(files), {
        answer: intakeRun,
        onProgress: note,
        signal: stop.current.signal,
      })
    },
    onSuccess: () => choose([]),
    onSettled: () => {
      note(undefined)
      return queries.invalidateQueries()
    },
  })
  useEndOfUpload(upload.isPending, stop)
  return (
    <form onSubmit={(event) => upload.mutate(formOf(event))}>
      <Stack maw={560}>
        <p style={{ margin: 0 }}>{t('waysIn.upload.about')}</p>
        <FileChoice files={files} onChoose={choose} isBusy={upload.isPending} />
        <DeclaredFields hint />
        <NeutralNames />
        {upload.isPending ? (
          <UploadProgress sent={sent} keep={t('waysIn.upload.keep')} onStop={() => stop.current.abort()} />
        ) : (
          <Button type="submit" disabled={files.length === 0} style={{ alignSelf: 'flex-start' }}>
            {t('waysIn.upload.submit')}
          </Button>
        )}
        <UploadFault error={upload.error} />
        <p role="status" style={{ margin: 0 }}>
          {upload.isSuccess ? t('waysIn.upload.done') : null}
        </p>
      </Stack>
    </form>
  )
}

/** Why an upload did not end well. */
export function UploadFault({ error }: { error: unknown }) {
  const { t } = useTexts()
  if (error instanceof UploadStopped) return <p>{t('waysIn.upload.cancelled')}</p>
  if (error instanceof ConnectionError) return <p role="alert">{t('waysIn.upload.lost')}</p>
  return <ErrorNotice error={error} />
}

function declaredQuery(form: FormData): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of ['category', 'provenance', 'namesAreNeutral'])
    if (form.get(name)) query.set(name, String(form.get(name)))
  return query
}

/** While files are sent, leaving asks first; with the page the upload ends. */
export function useEndOfUpload(isSending: boolean, stop: { readonly current: AbortController }): void {
  useEffect(() => {
    if (!isSending) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isSending])
  useEffect(() => () => stop.current.abort(), [stop])
}
