import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { hospitalsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'

/** What an operator has to look after: hospitals that are missing, silent, or without a sealed set. */
export function OperatorTasks() {
  const { t } = useTexts()
  const query = useQuery(hospitalsQuery)
  return (
    <Loaded query={query}>
      {(hospitals) => {
        const tasks = hospitals.flatMap(({ name, lastHeardAt, testSets }) => [
          ...(lastHeardAt === null ? [t('portal.home.operator.silent', { name })] : []),
          ...(testSets.length === 0 ? [t('portal.home.operator.noSets', { name })] : []),
        ])
        if (hospitals.length === 0) tasks.push(t('portal.home.operator.noHospitals'))
        if (tasks.length === 0) return <Empty>{t('common.home.nothing')}</Empty>
        return (
          <ul className="plain-list">
            {tasks.map((task) => (
              <li key={task}>
                <Link to="/hospitals" className="row-link">
                  → <span className="row-title">{task}</span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}
