import { Checkbox, Group, NumberInput, Stack, Textarea } from '@mantine/core'
import { countText } from '../../app/count-text.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import type { ApplicationForm, Place } from './application-form.ts'

interface HospitalFieldsProps {
  readonly form: ApplicationForm
  readonly places: readonly Place[]
  readonly change: (part: Partial<ApplicationForm>) => void
}

/** Which hospitals are asked, how many must approve, how many patients are needed; with what there is. */
export function HospitalFields({ form, places, change }: HospitalFieldsProps) {
  const { t, locale } = useTexts()
  const chosen = places.filter(({ id }) => form.hospitals.includes(id))
  const patients = chosen.reduce((sum, { set }) => sum + set.patients, 0)
  const choose = (hospitals: string[]) => {
    const all = form.leastHospitals === form.hospitals.length || form.hospitals.length === 0
    const leastHospitals = all ? Math.max(1, hospitals.length) : form.leastHospitals
    change({ hospitals, leastHospitals })
  }
  return (
    <Card title={t('portal.application.hospitals')}>
      <Stack maw={680}>
        {places.length === 0 ? <Empty>{t('portal.application.noHospitals')}</Empty> : null}
        <Checkbox.Group label={t('portal.application.hospitalsNote')} value={[...form.hospitals]} onChange={choose}>
          <Stack mt="xs" gap="xs">
            {places.map(({ id, name, set: { patients, cases, provenance } }) => (
              <Checkbox
                key={id}
                value={id}
                label={t('portal.application.hospital', {
                  name,
                  patients: countText('patients', patients, { t, locale }),
                  cases: countText('records', cases, { t, locale }),
                  provenance: t(`common.provenance.${provenance}`),
                })}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <p className="quiet" style={{ margin: 0 }} aria-live="polite">
          {t('portal.application.available', {
            patients: countText('patients', patients, { t, locale }),
            hospitals: countText('hospitals', chosen.length, { t, locale }),
          })}
        </p>
        <Group grow>
          <NumberInput
            label={t('portal.application.least')}
            value={shown(form.leastHospitals)}
            min={1}
            allowDecimal={false}
            onChange={(value) => change({ leastHospitals: numberOf(value) })}
          />
          <NumberInput
            label={t('portal.application.leastPatients')}
            value={shown(form.leastPatients)}
            min={1}
            allowDecimal={false}
            onChange={(value) => change({ leastPatients: numberOf(value) })}
          />
        </Group>
        <Textarea
          label={t('portal.application.justification')}
          value={form.justification}
          maxLength={4000}
          autosize
          minRows={2}
          onChange={(event) => change({ justification: event.currentTarget.value })}
        />
      </Stack>
    </Card>
  )
}

function shown(value: number): number | string {
  return Number.isNaN(value) ? '' : value
}

function numberOf(value: number | string): number {
  return value === '' ? Number.NaN : Number(value)
}
