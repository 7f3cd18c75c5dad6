import type { EvaluationSummary } from '@assay/contracts'
import { useAccount } from '../../access/use-session.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { TaskRow } from '../../layout/task-row.tsx'
import { isRead } from '../evaluations/read-reports.ts'
import { waitingTasks } from './waiting-tasks.ts'

/** Evaluations in which a vendor or a reviewer is to act. */
export function WaitingEvaluations({ all }: { all: readonly EvaluationSummary[] }) {
  const { t } = useTexts()
  const { role, id: reader } = useAccount()
  const tasks = waitingTasks(role, all, (evaluation) => isRead(reader, evaluation))
  if (tasks.length === 0)
    return (
      <Empty>
        {t('common.home.nothing')} {role === 'vendor' || role === 'reviewer' ? t(`portal.home.start.${role}`) : null}
      </Empty>
    )
  return (
    <ul className="plain-list">
      {tasks.map(({ id, number, title, task, since }) => (
        <TaskRow key={id} to={`/evaluations/${id}`} task={t(task)} about={`${number} · ${title}`} since={since} />
      ))}
    </ul>
  )
}
