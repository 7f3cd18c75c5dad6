import { intakeRun, type PacsSettings, type PullPreview, pullPreview } from '@assay/contracts'
import { Button, Group, NativeSelect, NumberInput, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../../api/request.ts'
import { formatCount, formatDay } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { Facts } from '../../../layout/facts.tsx'
import { formOf } from '../../../layout/form-of.ts'
import { type Asked, askedIn } from './asked-in.ts'

/** Modalities of the platform's categories (DICOM PS3.3 C.7.3.1.1.1). */
const modalities = ['CT', 'MR', 'ECG', 'OP', 'OPT', 'XA', 'DX', 'CR', 'SR', 'SEG'] as const

/** Asks a PACS which studies fit, shows how many, then fetches them. */
export function PullForm({ all }: { all: readonly PacsSettings[] }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [asked, note] = useState<Asked>()
  const preview = useMutation({
    mutationFn: (wanted: Asked) => send('POST', '/api/pulls/preview', wanted, pullPreview),
  })
  const pull = useMutation({
    mutationFn: (wanted: Asked) => send('POST', '/api/pulls', wanted, intakeRun),
    onSuccess: () => preview.reset(),
    onSettled: () => queries.invalidateQueries(),
  })
  const ask = (form: FormData) => {
    const wanted = askedIn(form)
    note(wanted)
    pull.reset()
    preview.mutate(wanted)
  }
  return (
    <>
      <Title order={3} size="h5" mb="xs">
        {t('waysIn.pull.ask')}
      </Title>
      <form onSubmit={(event) => ask(formOf(event))} onChange={() => preview.reset()}>
        <Questions all={all} />
        <Button type="submit" variant={preview.data ? 'default' : 'filled'} mt="md" loading={preview.isPending}>
          {t('waysIn.pull.preview')}
        </Button>
      </form>
      <p className="quiet">{t('waysIn.pull.previewAbout')}</p>
      <ErrorNotice error={preview.error ?? pull.error} />
      <div role="status">
        {preview.data ? <Found preview={preview.data} /> : null}
        {pull.isSuccess ? <p>{t('waysIn.pull.started')}</p> : null}
      </div>
      {asked && preview.data && preview.data.studies > 0 ? (
        <FetchButton studies={preview.data.studies} isStarting={pull.isPending} onFetch={() => pull.mutate(asked)} />
      ) : null}
    </>
  )
}

function Questions({ all }: { all: readonly PacsSettings[] }) {
  const { t } = useTexts()
  return (
    <Group align="flex-end">
      <NativeSelect
        name="pacs"
        label={t('waysIn.pull.pacs')}
        data={all.map(({ name }) => ({ value: name, label: name }))}
      />
      <NativeSelect
        name="modality"
        label={t('waysIn.pull.modality')}
        data={[{ value: '', label: t('waysIn.pull.anyModality') }, ...modalities]}
      />
      <TextInput name="from" type="date" label={t('waysIn.pull.from')} />
      <TextInput name="to" type="date" label={t('waysIn.pull.to')} />
      <NumberInput
        name="limit"
        label={t('waysIn.pull.limit')}
        defaultValue={1000}
        min={1}
        max={100_000}
        allowDecimal={false}
        hideControls
        w={130}
      />
    </Group>
  )
}

function Found({ preview: { studies, isLimited, objects, modalities: found, days } }: { preview: PullPreview }) {
  const { t, locale } = useTexts()
  if (studies === 0) return <p>{t('waysIn.pull.nothing')}</p>
  const day = (text: string) => formatDay(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`, locale)
  const modalityWords = found.map((one) => t('waysIn.pull.modalityCount', { ...one, count: one.studies }))
  return (
    <>
      <p style={{ fontWeight: 600 }}>
        {t('waysIn.pull.found', { count: studies, shown: formatCount(studies, locale) })}
      </p>
      {isLimited ? <p>{t('waysIn.pull.limited')}</p> : null}
      <Facts
        facts={[
          [t('waysIn.pull.objects'), objects === null ? t('waysIn.pull.uncounted') : formatCount(objects, locale)],
          [t('waysIn.pull.modalities'), modalityWords.join(t('common.listSeparator')) || t('waysIn.pull.uncounted')],
          [t('waysIn.pull.days'), days ? `${day(days.first)} – ${day(days.last)}` : t('waysIn.pull.uncounted')],
        ]}
      />
    </>
  )
}

interface FetchButtonProps {
  readonly studies: number
  readonly isStarting: boolean
  readonly onFetch: () => void
}

function FetchButton({ studies, isStarting, onFetch }: FetchButtonProps) {
  const { t, locale } = useTexts()
  return (
    <Button mt="md" loading={isStarting} onClick={onFetch}>
      {t('waysIn.pull.start', { count: studies, shown: formatCount(studies, locale) })}
    </Button>
  )
}
