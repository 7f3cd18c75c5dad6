import type { DirectoryValues } from '@assay/contracts'
import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { formOf } from '../../layout/form-of.ts'
import { type Asked, askedOf } from './study-filter.ts'

interface StudyFiltersProps {
  readonly asked: Asked
  /** What there is to choose from. */
  readonly values: DirectoryValues | undefined
  readonly onAsk: (asked: Asked) => void
}

const verdicts = ['pending', 'accept', 'warn', 'quarantine', 'reject', 'accepted-by-steward'] as const

/** Which studies to list. */
export function StudyFilters({ asked, values, onAsk }: StudyFiltersProps) {
  const { t } = useTexts()
  const { intake, linkage } = asked
  const origin = { ...(intake ? { intake } : {}), ...(linkage ? { linkage } : {}) }
  const any = { value: '', label: t('fullSample.studies.any') }
  const valuesOf = (key: keyof DirectoryValues, chosen = asked[key] ?? '') =>
    [...new Set([...(values?.[key] ?? []), chosen])].filter((value) => value !== '').toSorted()
  const select = (name: keyof DirectoryValues, word: (value: string) => string) => (
    <NativeSelect
      name={name}
      label={t(`fullSample.studies.${name}`)}
      defaultValue={asked[name] ?? ''}
      data={[any, ...valuesOf(name).map((value) => ({ value, label: word(value) }))]}
    />
  )
  return (
    <form
      aria-label={t('fullSample.studies.filters')}
      className="no-print"
      onSubmit={(event) => onAsk({ ...origin, ...askedOf(Object.fromEntries(formOf(event).entries())) })}
    >
      {intake || linkage ? (
        <p style={{ margin: '0 0 12px', fontWeight: 600 }}>
          {t(intake ? 'fullSample.studies.ofIntake' : 'fullSample.studies.ofLinkage')}
        </p>
      ) : null}
      <Group align="flex-end" mb="md" gap="sm">
        {select('category', (value) => termOf('category', value, t))}
        {select('modality', (value) => value)}
        {select('manufacturer', (value) => value)}
        <NativeSelect
          name="verdict"
          label={t('fullSample.studies.verdict')}
          defaultValue={asked.verdict ?? ''}
          data={[any, ...verdicts.map((value) => ({ value, label: t(`fullSample.studies.verdictOf.${value}`) }))]}
        />
        <TextInput name="patient" label={t('fullSample.studies.patient')} defaultValue={asked.patient ?? ''} />
        <TextInput name="from" type="date" label={t('fullSample.studies.from')} defaultValue={asked.from ?? ''} />
        <TextInput name="to" type="date" label={t('fullSample.studies.to')} defaultValue={asked.to ?? ''} />
        <Button type="submit">{t('fullSample.studies.submit')}</Button>
        {Object.keys(asked).length > 0 ? (
          <Button variant="default" onClick={() => onAsk({})}>
            {t('fullSample.studies.clear')}
          </Button>
        ) : null}
      </Group>
    </form>
  )
}
