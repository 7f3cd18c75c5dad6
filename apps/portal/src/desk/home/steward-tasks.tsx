import type { DeskEvaluation } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { useQuery } from '@tanstack/react-query'
import { deskEvaluationsQuery, intakesQuery, nodeQuery, quarantineQuery, testSetsQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { TaskRow } from '../../layout/task-row.tsx'

interface Task {
  readonly to: string
  readonly task: string
  readonly about?: string
  readonly since?: string
}

/** What a steward has to do: answer and sign first, then keep the node and its data in order. */
export function StewardTasks() {
  const { t } = useTexts()
  const evaluations = useQuery(deskEvaluationsQuery)
  const upkeep = useUpkeep(t)
  return (
    <Loaded query={evaluations}>
      {(all) => {
        const tasks: Task[] = [...all.flatMap((one) => taskOf(one, t)), ...upkeep]
        if (tasks.length === 0) return <Empty>{t('common.home.nothing')}</Empty>
        return (
          <ul className="plain-list">
            {tasks.map((task) => (
              <TaskRow key={`${task.to} ${task.task}`} {...task} />
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}

function taskOf({ evaluationId, number, title, state, changedAt, blockedBy }: DeskEvaluation, t: Translator): Task[] {
  const about = { about: `${number} · ${title}`, since: changedAt }
  if (state === 'asked') return [{ to: `/evaluations/${evaluationId}`, task: t('desk.home.asked'), ...about }]
  if (state === 'scored') return [{ to: `/evaluations/${evaluationId}/release`, task: t('desk.home.scored'), ...about }]
  if (blockedBy) return [{ to: `/evaluations/${evaluationId}`, task: t('desk.home.blocked'), ...about }]
  return []
}

function useUpkeep(t: Translator): Task[] {
  const { data: node } = useQuery(nodeQuery)
  const { data: intakes } = useQuery(intakesQuery)
  const { data: sets } = useQuery(testSetsQuery)
  const { data: refused } = useQuery(quarantineQuery)
  const tasks: Task[] = []
  if (node && !node.hub) tasks.push({ to: '/node', task: t('desk.home.enrol'), about: t('desk.home.enrolAbout') })
  if (intakes?.length === 0)
    tasks.push({ to: '/intake', task: t('desk.home.intake'), about: t('desk.home.intakeAbout') })
  if (intakes?.some(({ accepted }) => accepted > 0) && sets?.length === 0)
    tasks.push({ to: '/test-sets', task: t('desk.home.seal'), about: t('desk.home.sealAbout') })
  if (refused && refused.length > 0)
    tasks.push({ to: '/intake', task: t('desk.home.quarantine', { count: refused.length }) })
  return tasks
}
