import type { DeskLinkage } from '@assay/contracts'
import { Progress } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'

/** How far the hospital's own tokens are on their way through the keys. */
export function LinkageProgress({ round: { done, total } }: { round: DeskLinkage }) {
  const { t } = useTexts()
  return (
    <Progress.Root size="lg" my="sm">
      <Progress.Section value={total === 0 ? 0 : (100 * done) / total} aria-label={t('linkage.progress')} />
    </Progress.Root>
  )
}
