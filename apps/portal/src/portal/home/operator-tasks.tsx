import { useQuery } from '@tanstack/react-query'
import { hospitalsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { TaskRow } from '../../layout/task-row.tsx'
import { hospitalTasks } from './hospital-tasks.ts'

/** What an operator has to look after: hospitals that are missing, silent, or without a sealed set. */
export function OperatorTasks() {
  const { t } = useTexts()
  const query = useQuery(hospitalsQuery)
  return (
    <Loaded query={query}>
      {(hospitals) => {
        const tasks = hospitalTasks(hospitals, new Date())
        if (hospitals.length > 0 && tasks.length === 0) return <Empty>{t('common.home.nothing')}</Empty>
        return (
          <ul className="plain-list">
            {hospitals.length === 0 ? <TaskRow to="/hospitals" task={t('portal.home.operator.noHospitals')} /> : null}
            {tasks.map(({ hospital: name, task, since }) => (
              <TaskRow
                key={`${name} ${task}`}
                to="/hospitals"
                task={t(`portal.home.operator.${task}`, { name })}
                {...(since ? { since } : {})}
              />
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}
