import { Button, CopyButton } from '@mantine/core'
import { useTexts } from '../app/texts.ts'

/** A hash or key id in full, to compare and to copy. */
export function Hash({ value }: { value: string }) {
  const { t } = useTexts()
  return (
    <span>
      <code className="mono">{value}</code>{' '}
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="subtle" className="no-print" onClick={copy}>
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </span>
  )
}
