import type { DeskEvaluation } from '@assay/contracts'
import { Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../app/texts.ts'
import { Moment } from '../../layout/moment.tsx'
import { DeskStateMark } from './desk-state-mark.tsx'

/** One evaluation in a list of the desk. */
export function DeskEvaluationRow({ evaluation }: { evaluation: DeskEvaluation }) {
  const { t } = useTexts()
  const { evaluationId, number, title, deviceName: name, deviceVersion: version, vendor } = evaluation
  const { state, casesDone: done, casesTotal: total, changedAt } = evaluation
  return (
    <li>
      <Link to={`/evaluations/${evaluationId}`} className="row-link">
        <Group justify="space-between" gap="xs">
          <span className="row-title">{title}</span>
          <DeskStateMark state={state} />
        </Group>
        <Group justify="space-between" gap="xs" className="quiet">
          <span>
            {t('desk.evaluations.about', { number, name, version, vendor })}
            {state === 'running' ? ` · ${t('desk.evaluations.cases', { done, total })}` : null}
          </span>
          <Moment at={changedAt} />
        </Group>
      </Link>
    </li>
  )
}
