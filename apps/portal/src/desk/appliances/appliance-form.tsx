import { applianceView } from '@assay/contracts'
import { Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { formOf } from '../../layout/form-of.ts'
import { settingsIn } from './settings-in.ts'

const needed = { required: true, withAsterisk: false }

/** Registers an appliance, or changes the one of that name. */
export function ApplianceForm() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [way, choose] = useState('dicom')
  const save = useMutation({
    mutationFn: (form: FormData) => send('PUT', '/api/appliances', settingsIn(form), applianceView.array()),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <form onSubmit={(event) => save.mutate(formOf(event))}>
      <Stack maw={560}>
        <TextInput name="name" label={t('appliance.page.name')} pattern="[a-z0-9]+(-[a-z0-9]+)*" {...needed} />
        <TextInput name="vendor" label={t('appliance.page.vendor')} {...needed} />
        <TextInput name="device" label={t('appliance.page.device')} {...needed} />
        <NativeSelect
          name="way"
          label={t('appliance.page.way')}
          value={way}
          onChange={(event) => choose(event.currentTarget.value)}
          data={(['dicom', 'dicomweb'] as const).map((value) => ({ value, label: t(`appliance.page.${value}`) }))}
        />
        {way === 'dicom' ? (
          <DicomFields />
        ) : (
          <TextInput name="url" type="url" label={t('appliance.page.url')} {...needed} />
        )}
        <Textarea name="addresses" label={t('appliance.page.addresses')} autosize minRows={2} {...needed} />
        <ListenerFields />
        <Checkbox name="tls" label={t('appliance.page.tls')} defaultChecked />
        <ErrorNotice error={save.error} />
        <Button type="submit" variant="default" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('appliance.page.save')}
        </Button>
      </Stack>
    </form>
  )
}

function DicomFields() {
  const { t } = useTexts()
  return (
    <>
      <Group align="flex-end">
        <TextInput name="host" label={t('appliance.page.host')} {...needed} />
        <NumberInput name="port" label={t('appliance.page.port')} min={1} max={65_535} hideControls {...needed} />
      </Group>
      <Group align="flex-end">
        <TextInput name="called" label={t('appliance.page.called')} maxLength={16} {...needed} />
        <TextInput name="calling" label={t('appliance.page.calling')} maxLength={16} defaultValue="ASSAY" {...needed} />
      </Group>
    </>
  )
}

/** Where its answers are taken by C-STORE; without a port it answers over HTTP alone. */
function ListenerFields() {
  const { t } = useTexts()
  return (
    <fieldset>
      <legend>{t('appliance.page.listener')}</legend>
      <Group align="flex-end">
        <TextInput name="answerHost" label={t('appliance.page.listenerHost')} defaultValue="127.0.0.1" />
        <NumberInput name="answerPort" label={t('appliance.page.listenerPort')} min={1} max={65_535} hideControls />
        <TextInput name="answerCalled" label={t('appliance.page.calling')} maxLength={16} defaultValue="ASSAY" />
        <TextInput name="answerCalling" label={t('appliance.page.called')} maxLength={16} />
      </Group>
    </fieldset>
  )
}
