import { formatShare } from '@assay/report/charts'
import { Table, Title, VisuallyHidden } from '@mantine/core'
import { useMemo } from 'react'
import type { CriterionOutcome, ReportDocument } from '../../api/report-document.ts'
import { figureName } from '../../app/figure-name.ts'
import { formatBound, formatInstant, formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { ForestChart } from '../../charts/forest-chart.tsx'
import { EvaluationStateMark } from './evaluation-state-mark.tsx'

/** The answer: verdict, what it rests on, and each criterion with its certainty against its bound. */
export function VerdictPanel({ report }: { report: ReportDocument }) {
  const { t, locale } = useTexts()
  const { verdict, criteria, hospitals } = report
  const released = hospitals.filter(({ state }) => state === 'released')
  const rows = useMemo(
    () =>
      criteria.map(({ figure, bound, outcome }) => ({
        label: figureName(figure.id, t),
        note: t(`common.verdict.${outcome}`),
        bound,
        outcome,
        ...(figure.status === 'estimated'
          ? { estimate: figure.estimate, lower: figure.interval.lower, upper: figure.interval.upper }
          : { estimate: null, lower: null, upper: null }),
      })),
    [criteria, t],
  )
  return (
    <section className={`card verdict-${verdict}`} aria-labelledby="verdict" style={{ marginBottom: 20 }}>
      <Title order={2} id="verdict" mb={4}>
        <VisuallyHidden>{t('portal.evaluation.verdict')}: </VisuallyHidden>
        <EvaluationStateMark state="decided" verdict={verdict} />
      </Title>
      <p style={{ margin: '0 0 12px' }}>
        {t(`portal.evaluation.basis.${verdict}`, {
          count: criteria.filter(({ outcome }) => outcome === verdict).length,
          total: criteria.length,
        })}{' '}
        {t('portal.evaluation.over', {
          patients: released.reduce((sum, { patients }) => sum + patients, 0),
          hospitals: released.length,
          when: formatInstant(report.issuedAt, locale),
        })}
      </p>
      <ForestChart rows={rows} label={t('portal.evaluation.criteria.caption')} />
      <div className="scroll">
        <CriteriaTable criteria={criteria} />
      </div>
    </section>
  )
}

function CriteriaTable({ criteria }: { criteria: readonly CriterionOutcome[] }) {
  const { t } = useTexts()
  const columns = ['name', 'estimate', 'limit', 'bound', 'effective', 'outcome'] as const
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{t(`portal.evaluation.criteria.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {criteria.map((one) => (
          <CriterionRow key={one.criterion} outcome={one} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function CriterionRow({ outcome }: { outcome: CriterionOutcome }) {
  const { t, locale, language } = useTexts()
  const { figure, side, alpha, limit, bound, neededPatients } = outcome
  return (
    <Table.Tr>
      <Table.Th scope="row">{figureName(figure.id, t)}</Table.Th>
      <Table.Td>
        {figure.status === 'estimated'
          ? formatShare(figure.estimate, language)
          : t(`portal.evaluation.noFigure.${figure.reason}`)}
      </Table.Td>
      <Table.Td>
        {limit === null
          ? '—'
          : t(`portal.evaluation.criteria.${side}`, {
              level: formatBound(1 - alpha, locale),
              value: formatShare(limit, language),
            })}
      </Table.Td>
      <Table.Td>
        {side === 'lower' ? '≥' : '≤'} {formatBound(bound, locale)}
      </Table.Td>
      <Table.Td>
        {figure.status === 'estimated'
          ? t('portal.evaluation.criteria.effectiveOf', {
              found: formatNumber(figure.effectivePatients, locale, 1),
              needed: formatNumber(neededPatients, locale),
            })
          : '—'}
      </Table.Td>
      <Table.Td>
        <EvaluationStateMark state="decided" verdict={outcome.outcome} />
      </Table.Td>
    </Table.Tr>
  )
}
