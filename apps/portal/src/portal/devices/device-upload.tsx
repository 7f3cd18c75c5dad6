import { device } from '@assay/contracts'
import { Alert, Button, FileInput, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sendFile } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'

/** Registers a device from its package. */
export function DeviceUpload() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [file, choose] = useState<File | null>(null)
  const upload = useMutation({
    mutationFn: (chosen: File) => sendFile('/api/devices', chosen, 'application/x-tar', device),
    onSuccess: () => choose(null),
    onSettled: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  })
  return (
    <Card title={t('portal.devices.upload')} className="no-print">
      <Stack maw={560}>
        <p style={{ margin: 0 }}>{t('portal.devices.uploadNote')}</p>
        <FileInput
          label={t('portal.devices.file')}
          accept=".tar,application/x-tar"
          value={file}
          onChange={choose}
          clearable
          clearButtonProps={{ 'aria-label': t('portal.devices.clear') }}
        />
        <ErrorNotice error={upload.error} />
        {upload.data ? <Alert role="status">{t('portal.devices.done', { ...nameOf(upload.data) })}</Alert> : null}
        <Button
          style={{ alignSelf: 'flex-start' }}
          disabled={!file}
          loading={upload.isPending}
          onClick={() => file && upload.mutate(file)}
        >
          {t('portal.devices.submit')}
        </Button>
      </Stack>
    </Card>
  )
}

function nameOf({ manifest: { name, version } }: { manifest: { name: string; version: string } }) {
  return { name, version }
}
