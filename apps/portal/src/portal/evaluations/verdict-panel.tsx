import type { ReportDocument } from '@assay/report/document'
import { figureName } from '@assay/report/document'
import { Title, VisuallyHidden } from '@mantine/core'
import { useMemo } from 'react'
import { countText } from '../../app/count-text.ts'
import { shortFigureName } from '../../app/figure-name.ts'
import { formatInstant } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { ForestChart } from '../../charts/forest-chart.tsx'
import { CriteriaTable } from './criteria-table.tsx'
import { EvaluationStateMark } from './evaluation-state-mark.tsx'
import { intervalOf } from './interval-of.ts'

/** The answer: verdict, what it rests on, and each criterion with its certainty against its bound. */
export function VerdictPanel({ report }: { report: ReportDocument }) {
  const { t } = useTexts()
  const { verdict, criteria } = report
  const forests = useMemo(
    () =>
      [...Map.groupBy(criteria, ({ figure }) => figure.measure ?? 'share')].map(([measure, some]) => ({
        measure,
        rows: some.map(({ endpoint, figure, bound, outcome }) => ({
          label: figureName(figure.id, t, endpoint),
          shortLabel: shortFigureName(figure.id, t, endpoint),
          note: t(`common.verdict.${outcome}`),
          shortNote: '',
          bound,
          outcome,
          ...intervalOf(figure),
        })),
      })),
    [criteria, t],
  )
  return (
    <section className={`card verdict-${verdict}`} aria-labelledby="verdict" style={{ marginBottom: 20 }}>
      <Title order={2} id="verdict" mb={4}>
        <VisuallyHidden>{t('portal.evaluation.verdict')}: </VisuallyHidden>
        <EvaluationStateMark state="decided" verdict={verdict} />
      </Title>
      <Basis report={report} />
      {forests.map(({ measure, rows }) => (
        <ForestChart key={measure} {...{ rows, measure }} label={t('portal.evaluation.criteria.caption')} />
      ))}
      <CriteriaTable criteria={criteria} />
    </section>
  )
}

/** What the verdict means, and on how many patients it rests. */
function Basis({ report: { verdict, criteria, hospitals, issuedAt } }: { report: ReportDocument }) {
  const { t, locale } = useTexts()
  const released = hospitals.filter(({ state }) => state === 'released')
  const patients = released.reduce((sum, hospital) => sum + hospital.patients, 0)
  return (
    <p style={{ margin: '0 0 12px' }}>
      {t(`portal.evaluation.basis.${verdict}`, {
        count: criteria.filter(({ outcome }) => outcome === verdict).length,
        total: criteria.length,
      })}{' '}
      {t('portal.evaluation.over', {
        patients: countText('patients', patients, { t, locale }),
        hospitals: countText('hospitals', released.length, { t, locale }),
        when: formatInstant(issuedAt, locale),
      })}
    </p>
  )
}
