import { Button, Progress } from '@mantine/core'
import { formatBytes, formatDuration } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'
import type { Sent } from './send-upload.ts'

interface UploadProgressProps {
  readonly sent: Sent | undefined
  /** What has to be left open until all is sent, and what comes then. */
  readonly keep: string
  readonly onStop: () => void
}

/** How much is sent, how fast, how long still; and the way to stop it. */
export function UploadProgress({ sent, keep, onStop }: UploadProgressProps) {
  const { t } = useTexts()
  const percent = sent && sent.all > 0 ? Math.min(100, (100 * sent.sent) / sent.all) : 0
  return (
    <div>
      <Progress.Root size="lg" mb={6}>
        <Progress.Section value={percent} aria-label={t('waysIn.upload.progress')} />
      </Progress.Root>
      <p style={{ margin: '0 0 8px' }}>{useSentWords(sent)}</p>
      <p className="quiet" style={{ margin: '0 0 8px' }}>
        {keep}
      </p>
      <Button variant="default" size="xs" onClick={onStop}>
        {t('waysIn.upload.cancel')}
      </Button>
    </div>
  )
}

function useSentWords(progress: Sent | undefined): string {
  const { t, locale } = useTexts()
  if (!progress || progress.sent === 0) return ''
  const { sent, all, since } = progress
  const rate = sent / Math.max(0.001, (performance.now() - since) / 1000)
  return t('waysIn.upload.sending', {
    sent: formatBytes(Math.min(sent, all), locale),
    all: formatBytes(all, locale),
    rate: formatBytes(rate, locale),
    left: formatDuration(Math.max(0, all - sent) / rate, locale),
  })
}
