import type { EvaluationSummary } from '@assay/contracts'
import { Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../app/texts.ts'
import { Moment } from '../../layout/moment.tsx'
import { EvaluationStateMark } from './evaluation-state-mark.tsx'

/** One evaluation in a list: what, by whom, in which state, since when. */
export function EvaluationRow({ evaluation }: { evaluation: EvaluationSummary }) {
  const { t } = useTexts()
  const { id, number, title, deviceName, deviceVersion, vendor, changedAt } = evaluation
  return (
    <li>
      <Link to={`/evaluations/${id}`} className="row-link">
        <Group justify="space-between" gap="xs">
          <span className="row-title">{title}</span>
          <EvaluationStateMark {...evaluation} />
        </Group>
        <Group justify="space-between" gap="xs" className="quiet">
          <span>
            {number} · {t('portal.evaluations.device', { name: deviceName, version: deviceVersion, vendor })}
          </span>
          <Moment at={changedAt} />
        </Group>
      </Link>
    </li>
  )
}
