import { stratumName } from '@assay/messages'
import { Button, Fieldset, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { DataSetFields } from '../../training/data-set-fields.tsx'
import { HashFile } from '../../training/hash-file.tsx'
import { type DeclaredForm, type ShareForm, strata, type TrainedForm } from './declared-use.ts'

interface DeclaredUseFieldsProps {
  readonly declared: DeclaredForm
  readonly onChange: (declared: DeclaredForm) => void
}

const needed = { required: true, withAsterisk: false }

/** What may be declared of a set's use: whom it stands for, until when it may be used, what devices were trained with. */
export function DeclaredUseFields({ declared, onChange }: DeclaredUseFieldsProps) {
  const { t } = useTexts()
  return (
    <Fieldset legend={t('desk.testSets.declared.title')}>
      <Stack>
        <p style={{ margin: 0 }}>{t('desk.testSets.declared.meaning')}</p>
        <TextInput
          type="date"
          label={t('desk.testSets.declared.expiresOn')}
          value={declared.expiresOn}
          onChange={({ currentTarget }) => onChange({ ...declared, expiresOn: currentTarget.value })}
        />
        <Target shares={declared.shares} onChange={(shares) => onChange({ ...declared, shares })} />
        <Trained trained={declared.trained} onChange={(trained) => onChange({ ...declared, trained })} />
      </Stack>
    </Fieldset>
  )
}

/** A key that no entry has yet. */
function nextKey(entries: readonly { readonly key: number }[]): number {
  return Math.max(0, ...entries.map(({ key }) => key)) + 1
}

/** The entries with one changed, or without it. */
function withEntry<T extends { readonly key: number }>(entries: readonly T[], entry: T, changed?: Partial<T>): T[] {
  return entries.flatMap((one) => (one.key === entry.key ? (changed ? [{ ...one, ...changed }] : []) : [one]))
}

interface TargetProps {
  readonly shares: readonly ShareForm[]
  readonly onChange: (shares: readonly ShareForm[]) => void
}

function Target({ shares, onChange }: TargetProps) {
  const { t, language } = useTexts()
  return (
    <Fieldset legend={t('desk.testSets.declared.target')}>
      <Stack gap="sm">
        <p className="quiet" style={{ margin: 0 }}>
          {t('desk.testSets.declared.targetHint')}
        </p>
        {shares.map((share, index) => (
          <Group key={share.key} align="flex-end">
            <NativeSelect
              label={t('desk.testSets.declared.stratum')}
              value={share.stratum}
              onChange={({ currentTarget }) =>
                onChange(withEntry(shares, share, { stratum: strata[currentTarget.selectedIndex]! }))
              }
              data={strata.map((value) => ({ value, label: stratumName(language, value) }))}
            />
            <TextInput
              label={t('desk.testSets.declared.value')}
              value={share.value}
              onChange={({ currentTarget }) => onChange(withEntry(shares, share, { value: currentTarget.value }))}
              maxLength={200}
              {...needed}
            />
            <NumberInput
              label={t('desk.testSets.declared.percent')}
              value={share.percent}
              onChange={(value) => onChange(withEntry(shares, share, { percent: String(value) }))}
              {...{ ...needed, min: 0, max: 100, decimalScale: 2, hideControls: true }}
            />
            <Button variant="default" onClick={() => onChange(withEntry(shares, share))}>
              {t('desk.testSets.declared.removeShare', { number: index + 1 })}
            </Button>
          </Group>
        ))}
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          onClick={() =>
            onChange([
              ...shares,
              { key: nextKey(shares), stratum: shares.at(-1)?.stratum ?? 'sex', value: '', percent: '' },
            ])
          }
        >
          {t('desk.testSets.declared.addShare')}
        </Button>
      </Stack>
    </Fieldset>
  )
}

interface TrainedProps {
  readonly trained: readonly TrainedForm[]
  readonly onChange: (trained: readonly TrainedForm[]) => void
}

function Trained({ trained, onChange }: TrainedProps) {
  const { t } = useTexts()
  return (
    <Fieldset legend={t('training.title')}>
      <Stack gap="sm">
        <p className="quiet" style={{ margin: 0 }}>
          {t('desk.testSets.declared.trainingHint')}
        </p>
        {trained.map((one, index) => (
          <Stack key={one.key} gap="sm">
            <TextInput
              label={t('desk.testSets.declared.device')}
              value={one.device}
              onChange={({ currentTarget }) => onChange(withEntry(trained, one, { device: currentTarget.value }))}
              maxLength={200}
              {...needed}
            />
            <DataSetFields
              dataSets={one.dataSets}
              onChange={(dataSets) => onChange(withEntry(trained, one, { dataSets }))}
            />
            <HashFile onHashes={(hashes) => onChange(withEntry(trained, one, { hashes }))} />
            <Button
              variant="default"
              style={{ alignSelf: 'flex-start' }}
              onClick={() => onChange(withEntry(trained, one))}
            >
              {t('desk.testSets.declared.removeDevice', { number: index + 1 })}
            </Button>
          </Stack>
        ))}
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...trained, { key: nextKey(trained), device: '', dataSets: [], hashes: [] }])}
        >
          {t('desk.testSets.declared.addDevice')}
        </Button>
      </Stack>
    </Fieldset>
  )
}
