import type { Device } from '@assay/contracts'
import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import type { ApplicationForm } from './application-form.ts'

interface DeviceFieldsProps {
  readonly form: ApplicationForm
  readonly devices: readonly Device[]
  readonly change: (part: Partial<ApplicationForm>) => void
}

/** Which device, and what is claimed of it. */
export function DeviceFields({ form, devices, change }: DeviceFieldsProps) {
  const { t } = useTexts()
  return (
    <Card title={t('portal.application.deviceTitle')}>
      <Stack maw={680}>
        <NativeSelect
          label={t('portal.application.device')}
          value={form.deviceId}
          onChange={(event) => change({ deviceId: event.currentTarget.value })}
          data={devices.map(({ id, manifest: { name, version } }) => ({
            value: id,
            label: t('portal.devices.name', { name, version }),
          }))}
        />
        <TextInput
          label={t('portal.application.name')}
          value={form.title}
          maxLength={200}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('portal.application.intendedUse')}
          value={form.intendedUse}
          maxLength={4000}
          autosize
          minRows={3}
          onChange={(event) => change({ intendedUse: event.currentTarget.value })}
        />
      </Stack>
    </Card>
  )
}
