import type { CriterionOutcome } from '@assay/report/document'
import { figureName } from '@assay/report/document'
import { Table } from '@mantine/core'
import { formatBound, formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { EvaluationStateMark } from './evaluation-state-mark.tsx'
import { figureText, valueText } from './figure-text.ts'

const columns = ['name', 'outcome', 'estimate', 'limit', 'bound', 'effective'] as const

/** Each criterion: its outcome, and the limit that is held against the bound. */
export function CriteriaTable({ criteria }: { criteria: readonly CriterionOutcome[] }) {
  const { t } = useTexts()
  return (
    <Table className="stack">
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
  const { endpoint, figure, side, alpha, limit, bound, neededPatients } = outcome
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`portal.evaluation.criteria.${column}`) })
  return (
    <Table.Tr>
      <Table.Th scope="row">{figureName(figure.id, t, endpoint)}</Table.Th>
      <Table.Td {...label('outcome')}>
        <EvaluationStateMark state="decided" verdict={outcome.outcome} />
      </Table.Td>
      <Table.Td {...label('estimate')}>{figureText(figure, { t, language })}</Table.Td>
      <Table.Td {...label('limit')}>
        {limit === null
          ? '—'
          : t(`portal.evaluation.criteria.${side}`, {
              level: formatBound(1 - alpha, locale),
              value: valueText(limit, figure.measure, language, side),
            })}
      </Table.Td>
      <Table.Td {...label('bound')}>
        {`${side === 'lower' ? '≥' : '≤'}\u00a0${isShare(figure) ? formatBound(bound, locale) : valueText(bound, figure.measure, language)}`}
      </Table.Td>
      <Table.Td {...label('effective')}>
        {figure.status === 'estimated'
          ? t('portal.evaluation.criteria.effectiveOf', {
              found: formatNumber(figure.effectivePatients, locale, 1),
              needed: formatNumber(neededPatients, locale),
            })
          : '—'}
      </Table.Td>
    </Table.Tr>
  )
}

function isShare({ measure }: CriterionOutcome['figure']): boolean {
  return measure === undefined || measure === 'share'
}
