import type { IntakeRun } from '@assay/contracts'
import { Table, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { intakesQuery } from '../../../api/desk.ts'
import { formatCount } from '../../../app/formats.ts'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { Card } from '../../../layout/card.tsx'
import { Empty } from '../../../layout/empty.tsx'
import { Loaded } from '../../../layout/loaded.tsx'
import { Moment } from '../../../layout/moment.tsx'
import { Scrolled } from '../../../layout/scrolled.tsx'
import { RunMark } from './run-mark.tsx'
import { sourceOf } from './source-of.ts'

const counts = ['found', 'accepted', 'known', 'quarantined'] as const
const columns = ['source', 'category', 'provenance', 'state', ...counts, 'started'] as const

/** Intakes so far, with their counts; renewed while one runs. */
export function IntakeRuns() {
  const { t } = useTexts()
  return (
    <Card title={t('waysIn.history.title')}>
      <Loaded query={useQuery(intakesQuery)}>
        {(runs) =>
          runs.length === 0 ? (
            <Empty>{t('desk.intake.none')}</Empty>
          ) : (
            <>
              <Latest run={runs[0]} />
              <Scrolled>
                <Runs runs={runs} />
              </Scrolled>
            </>
          )
        }
      </Loaded>
    </Card>
  )
}

/** Tells who does not see the table how the newest intake stands. */
function Latest({ run }: { run: IntakeRun | undefined }) {
  const { t } = useTexts()
  if (!run) return null
  const { state, accepted, quarantined } = run
  const words = { source: sourceOf(run, t), state: t(`desk.intake.state.${state}`), accepted, quarantined }
  return <VisuallyHidden role="status">{t('desk.intake.latest', words)}</VisuallyHidden>
}

function Runs({ runs }: { runs: readonly IntakeRun[] }) {
  const { t } = useTexts()
  return (
    <Table className="stack">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column} className={isCount(column) ? 'count' : undefined}>
              {t(`desk.intake.column.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function isCount(column: string): boolean {
  return (counts as readonly string[]).includes(column)
}

function Run({ run }: { run: IntakeRun }) {
  const { t, locale } = useTexts()
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`desk.intake.column.${column}`) })
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Link to={`/intake/${run.id}`}>{sourceOf(run, t)}</Link>
      </Table.Th>
      <Table.Td {...label('category')}>{termOf('category', run.category, t)}</Table.Td>
      <Table.Td {...label('provenance')}>{t(`common.provenance.${run.provenance}`)}</Table.Td>
      <Table.Td {...label('state')}>
        <RunMark state={run.state} />
      </Table.Td>
      {counts.map((count) => (
        <Table.Td key={count} {...label(count)} className="count">
          {formatCount(run[count], locale)}
        </Table.Td>
      ))}
      <Table.Td {...label('started')}>
        <Moment at={run.startedAt} />
      </Table.Td>
    </Table.Tr>
  )
}
