import type { SupervisionRecord } from '@assay/contracts'
import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { formOf } from '../../layout/form-of.ts'

const lines = ['supervisor', 'office', 'place', 'deviceVersion', 'versionReadFrom', 'inputsHeldBy'] as const
const instants = ['startedAt', 'endedAt'] as const

interface SupervisionFormProps {
  /** The locked protocol's. */
  readonly version: string
  readonly record: SupervisionRecord | null
  readonly isPending: boolean
  readonly onRecord: (record: unknown) => void
}

/** Who supervised a run that the node did not see, where, when and how; it can be corrected until results are taken. */
export function SupervisionForm({ version, record, isPending, onRecord }: SupervisionFormProps) {
  const { t } = useTexts()
  return (
    <form onSubmit={(event) => onRecord(recordOf(formOf(event)))}>
      <Stack maw={560} gap="sm">
        {lines.map((name) => (
          <TextInput
            key={name}
            name={name}
            label={t(`desk.resultsFile.field.${name}`, { version })}
            defaultValue={record?.[name] ?? ''}
            maxLength={200}
            required
            withAsterisk={false}
          />
        ))}
        {instants.map((name) => (
          <TextInput
            key={name}
            name={name}
            type="datetime-local"
            label={t(`desk.resultsFile.field.${name}`)}
            defaultValue={record ? localOf(record[name]) : ''}
            required
            withAsterisk={false}
          />
        ))}
        <Textarea
          name="how"
          label={t('desk.resultsFile.field.how')}
          defaultValue={record?.how ?? ''}
          maxLength={4000}
          autosize
          minRows={2}
          required
          withAsterisk={false}
        />
        <Button type="submit" variant="default" loading={isPending} style={{ alignSelf: 'flex-start' }}>
          {t(record ? 'desk.resultsFile.correct' : 'desk.resultsFile.record')}
        </Button>
      </Stack>
    </form>
  )
}

function recordOf(form: FormData): unknown {
  const written = Object.fromEntries([...lines, 'how'].map((name) => [name, String(form.get(name)).trim()]))
  const told = Object.fromEntries(instants.map((name) => [name, new Date(String(form.get(name))).toISOString()]))
  return { ...written, ...told }
}

/** As a field for local time has it, to the minute. */
function localOf(instant: string): string {
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
