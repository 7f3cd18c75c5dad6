import type { EvaluationSummary, Role } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { useAccount } from '../../access/use-session.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { TaskRow } from '../../layout/task-row.tsx'
import { isRead } from '../evaluations/read-reports.ts'

/** Evaluations in which a vendor or a reviewer is to act. */
export function WaitingEvaluations({ all }: { all: readonly EvaluationSummary[] }) {
  const { t } = useTexts()
  const { role, id: reader } = useAccount()
  const tasks = all.flatMap((one) => {
    if (one.state === 'decided' && isRead(reader, one.id)) return []
    const task = taskOf(role, one.state, t)
    return task ? [{ ...one, task }] : []
  })
  if (tasks.length === 0)
    return (
      <Empty>
        {t('common.home.nothing')} {role === 'vendor' || role === 'reviewer' ? t(`portal.home.start.${role}`) : null}
      </Empty>
    )
  return (
    <ul className="plain-list">
      {tasks.map(({ id, number, title, task, changedAt }) => (
        <TaskRow key={id} to={`/evaluations/${id}`} task={task} about={`${number} · ${title}`} since={changedAt} />
      ))}
    </ul>
  )
}

function taskOf(role: Role, state: EvaluationSummary['state'], t: Translator): string | undefined {
  if (role === 'vendor' && (state === 'draft' || state === 'returned' || state === 'decided'))
    return t(`portal.home.vendor.${state}`)
  if (role === 'reviewer' && (state === 'submitted' || state === 'decided')) return t(`portal.home.reviewer.${state}`)
  return undefined
}
