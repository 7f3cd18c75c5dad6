import { Button, Fieldset, Group, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useTexts } from '../app/texts.ts'
import { type DataSetForm, emptyDataSet } from './training-form.ts'

interface DataSetFieldsProps {
  readonly dataSets: readonly DataSetForm[]
  readonly onChange: (dataSets: readonly DataSetForm[]) => void
}

/** Data sets that a device was trained or tuned with, one after the other. */
export function DataSetFields({ dataSets, onChange }: DataSetFieldsProps) {
  const { t } = useTexts()
  const add = () => onChange([...dataSets, emptyDataSet(Math.max(0, ...dataSets.map(({ key }) => key)) + 1)])
  return (
    <Stack>
      {dataSets.map((one, index) => (
        <Fieldset key={one.key} legend={t('training.field.legend', { number: index + 1 })}>
          <Fields
            dataSet={one}
            onChange={(changed) => onChange(dataSets.map((other) => (other.key === one.key ? changed : other)))}
          />
          <Button mt="sm" variant="default" onClick={() => onChange(dataSets.filter(({ key }) => key !== one.key))}>
            {t('training.field.remove', { number: index + 1 })}
          </Button>
        </Fieldset>
      ))}
      <Button variant="default" onClick={add} style={{ alignSelf: 'flex-start' }}>
        {t('training.field.add')}
      </Button>
    </Stack>
  )
}

const uses = ['training', 'tuning', 'training-and-tuning'] as const
const accesses = ['private', 'public'] as const
const needed = { required: true, withAsterisk: false }
const year = { ...needed, min: 1900, max: 2200, hideControls: true, thousandSeparator: '', allowDecimal: false }

interface FieldsProps {
  readonly dataSet: DataSetForm
  readonly onChange: (dataSet: DataSetForm) => void
}

function Fields({ dataSet, onChange }: FieldsProps) {
  const { t } = useTexts()
  const word = (name: 'name' | 'version' | 'source' | 'institutions' | 'manufacturers') => ({
    label: t(`training.field.${name}`),
    value: dataSet[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...dataSet, [name]: currentTarget.value }),
  })
  const number = (name: 'from' | 'to' | 'patients') => ({
    label: t(`training.field.${name}`),
    value: dataSet[name],
    onChange: (value: string | number) => onChange({ ...dataSet, [name]: String(value) }),
  })
  return (
    <Stack gap="xs">
      <TextInput {...word('name')} maxLength={200} {...needed} />
      <TextInput {...word('version')} maxLength={200} />
      <NativeSelect
        label={t('training.field.use')}
        value={dataSet.use}
        onChange={({ currentTarget }) => onChange({ ...dataSet, use: uses[currentTarget.selectedIndex]! })}
        data={uses.map((value) => ({ value, label: t(`training.use.${value}`) }))}
      />
      <NativeSelect
        label={t('training.field.access')}
        value={dataSet.access}
        onChange={({ currentTarget }) => onChange({ ...dataSet, access: accesses[currentTarget.selectedIndex]! })}
        data={accesses.map((value) => ({ value, label: t(`training.access.${value}`) }))}
      />
      <TextInput {...word('source')} maxLength={200} {...needed} />
      <Textarea {...word('institutions')} autosize minRows={2} {...needed} />
      <Textarea {...word('manufacturers')} autosize minRows={2} {...needed} />
      <Group align="flex-end">
        <NumberInput {...number('from')} {...year} />
        <NumberInput {...number('to')} {...year} />
        <NumberInput
          {...number('patients')}
          {...needed}
          min={1}
          max={1_000_000_000}
          hideControls
          allowDecimal={false}
        />
      </Group>
    </Stack>
  )
}
