import { NativeSelect, NumberInput, Radio, Stack } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { type ApplicationForm, criteriaIn } from './application-form.ts'
import { type Procedure, procedures } from './plan-form.ts'

interface PlanFieldsProps {
  readonly form: ApplicationForm
  readonly change: (part: Partial<ApplicationForm>) => void
}

/** Whom the figures are about, how the cases were sampled, how the device comes by its results, and how several criteria are tested together. */
export function PlanFields({ form, change }: PlanFieldsProps) {
  const { t } = useTexts()
  return (
    <Card title={t('portal.application.plan')}>
      <Stack maw={680} gap="lg">
        <Radio.Group
          label={t('portal.application.target.label')}
          value={form.target}
          onChange={(value) => change({ target: value as ApplicationForm['target'] })}
        >
          <Stack mt="xs" gap="xs">
            {(['these-hospitals', 'hospitals-like-these'] as const).map((target) => (
              <Radio
                key={target}
                value={target}
                label={t(`portal.application.target.${target}`)}
                description={t(`portal.application.target.about-${target}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t('portal.application.sampling.label')}
          value={form.sampling}
          onChange={(value) => change({ sampling: value as ApplicationForm['sampling'] })}
        >
          <Stack mt="xs" gap="xs">
            {(['consecutive', 'enriched', 'weighted'] as const).map((sampling) => (
              <Radio key={sampling} value={sampling} label={t(`portal.application.sampling.${sampling}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t('portal.application.way.label')}
          value={form.wayOfRunning}
          onChange={(value) => change({ wayOfRunning: value as ApplicationForm['wayOfRunning'] })}
        >
          <Stack mt="xs" gap="xs">
            {(['package', 'results-file', 'appliance'] as const).map((way) => (
              <Radio
                key={way}
                value={way}
                label={t(`portal.application.way.${way}`)}
                description={t(`portal.application.way.about-${way}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {criteriaIn(form.criteria).length > 1 ? <MultiplicityFields form={form} change={change} /> : null}
      </Stack>
    </Card>
  )
}

function MultiplicityFields({ form, change }: PlanFieldsProps) {
  const { t } = useTexts()
  const { procedure, familywiseAlpha, declared } = form
  const offered = declared ? [...procedures, 'declared' as const] : procedures
  return (
    <>
      <NativeSelect
        label={t('portal.application.multiplicity.label')}
        description={t(`portal.application.multiplicity.about-${procedure}`)}
        value={procedure}
        onChange={(event) => change({ procedure: event.currentTarget.value as Procedure })}
        data={offered.map((value) => ({ value, label: t(`portal.application.multiplicity.${value}`) }))}
      />
      {procedure === 'none' || procedure === 'declared' ? null : (
        <NumberInput
          label={t('portal.application.multiplicity.alpha')}
          value={Number.isNaN(familywiseAlpha) ? '' : familywiseAlpha}
          min={0}
          max={0.5}
          step={0.005}
          onChange={(value) => change({ familywiseAlpha: value === '' ? Number.NaN : Number(value) })}
        />
      )}
    </>
  )
}
