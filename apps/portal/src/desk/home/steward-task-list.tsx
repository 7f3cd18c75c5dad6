import { useQuery } from '@tanstack/react-query'
import {
  deskDistributionsQuery,
  deskEvaluationsQuery,
  deskLinkagesQuery,
  intakesQuery,
  listenerQuery,
  nodeQuery,
  quarantineCountsQuery,
  testSetsQuery,
} from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { TaskRow } from '../../layout/task-row.tsx'
import { type StewardTask, stewardTasks } from './steward-tasks.ts'

/** What a steward has to do. */
export function StewardTaskList() {
  const { t } = useTexts()
  const node = useQuery(nodeQuery).data
  const intakes = useQuery(intakesQuery).data
  const sets = useQuery(testSetsQuery).data
  const distributions = useQuery(deskDistributionsQuery).data
  const linkages = useQuery(deskLinkagesQuery).data
  const quarantined = useQuery(quarantineCountsQuery).data
  const listener = useQuery(listenerQuery).data
  return (
    <Loaded query={useQuery(deskEvaluationsQuery)}>
      {(evaluations) => {
        const state = { evaluations, node, intakes, sets, linkages, distributions, quarantined, listener }
        const tasks = stewardTasks(state, new Date())
        if (tasks.length === 0) return <Empty>{t('common.home.nothing')}</Empty>
        return (
          <ul className="plain-list">
            {tasks.map((task) => (
              <StewardTaskRow key={`${task.to} ${task.task} ${task.since}`} task={task} />
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}

function StewardTaskRow({ task: { to, hash, task, count, about, evaluation, since } }: { task: StewardTask }) {
  const { t } = useTexts()
  const words = about ? t(about) : evaluation
  return (
    <TaskRow
      {...{ to, task: t(task, count === undefined ? {} : { count }) }}
      {...(hash ? { hash } : {})}
      {...(words ? { about: words } : {})}
      {...(since ? { since } : {})}
    />
  )
}
