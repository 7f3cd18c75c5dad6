import { errorBody, type ListenerStatus } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Button, Group } from '@mantine/core'
import { useTexts } from '../../../app/texts.ts'
import { StateMark } from '../../../layout/state-mark.tsx'

interface ListenerStateProps {
  readonly status: ListenerStatus
  readonly isSwitching: boolean
  readonly onSwitch: () => void
}

/** Whether it listens, why not, and the switch. */
export function ListenerState({ status, isSwitching, onSwitch }: ListenerStateProps) {
  const { t, language } = useTexts()
  const { enabled, listening, failure, tls } = status
  const known = failure && errorBody.safeParse({ error: failure })
  return (
    <>
      <Group gap="md">
        <Mark enabled={enabled} listening={listening} />
        <Button variant="default" size="xs" loading={isSwitching} onClick={onSwitch}>
          {t(enabled ? 'waysIn.listener.switchOff' : 'waysIn.listener.switchOn')}
        </Button>
      </Group>
      {known ? <p role="alert">{known.success ? errorText(language, known.data.error) : failure?.code}</p> : null}
      {enabled && !tls ? (
        <p>
          <span aria-hidden="true">⚠ </span>
          {t('waysIn.listener.open')}
        </p>
      ) : null}
    </>
  )
}

function Mark({ enabled, listening }: Pick<ListenerStatus, 'enabled' | 'listening'>) {
  const { t } = useTexts()
  if (!enabled) return <StateMark tone="quiet">{t('waysIn.listener.isOff')}</StateMark>
  if (listening === null) return <StateMark tone="bad">{t('waysIn.listener.isFailed')}</StateMark>
  return <StateMark tone="good">{t('waysIn.listener.isOn', { port: listening })}</StateMark>
}
