import type { Criterion } from '@assay/contracts'
import { figureName } from '@assay/report/document'
import { Group, NumberInput, Stack } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { CriteriaSentences } from '../../protocol/criteria-sentences.tsx'
import { type ApplicationForm, criteriaIn, withCriterion } from './application-form.ts'

interface CriteriaFieldsProps {
  readonly form: ApplicationForm
  readonly change: (part: Partial<ApplicationForm>) => void
}

/** The acceptance criteria as sentences, their bounds open to change. */
export function CriteriaFields({ form, change }: CriteriaFieldsProps) {
  const { t } = useTexts()
  const update = (criterion: Criterion) => change({ criteria: withCriterion(form.criteria, criterion) })
  return (
    <Card title={t('portal.application.criteria')}>
      <p style={{ marginTop: 0 }}>{t('portal.application.criteriaNote')}</p>
      <Stack>
        {criteriaIn(form.criteria).map((criterion) => (
          <CriterionFields key={criterion.id} criterion={criterion} update={update} />
        ))}
      </Stack>
    </Card>
  )
}

function CriterionFields({ criterion, update }: { criterion: Criterion; update: (changed: Criterion) => void }) {
  const { t } = useTexts()
  const { bound, leastEffectivePatients } = criterion
  const isShare = (criterion.measure ?? 'share') === 'share'
  const figure = figureName(criterion.figure, t, criterion.endpoint)
  return (
    <div>
      <CriteriaSentences criteria={criterion} />
      <Group mt={6} grow maw={680} align="flex-end">
        <NumberInput
          label={t(`portal.application.${isShare ? 'bound' : 'boundNumber'}`, { figure })}
          value={isShare ? percentOf(bound) : Number.isNaN(bound) ? '' : bound}
          min={0}
          {...(isShare ? { max: 100 } : {})}
          decimalScale={4}
          step={0.5}
          onChange={(value) => update({ ...criterion, bound: boundOf(value, isShare) })}
        />
        <NumberInput
          label={t('portal.application.effective', { figure })}
          value={Number.isNaN(leastEffectivePatients) ? '' : leastEffectivePatients}
          min={2}
          onChange={(value) =>
            update({ ...criterion, leastEffectivePatients: value === '' ? Number.NaN : Number(value) })
          }
        />
      </Group>
    </div>
  )
}

function boundOf(value: string | number, isShare: boolean): number {
  if (value === '') return Number.NaN
  return isShare ? shareOf(Number(value)) : Number(value)
}

/** 0.8 → 80, without the dust of binary fractions. */
function percentOf(share: number): number | string {
  return Number.isNaN(share) ? '' : Number((100 * share).toFixed(6))
}

function shareOf(percent: number): number {
  return Number((percent / 100).toFixed(8))
}
