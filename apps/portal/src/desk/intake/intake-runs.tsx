import type { IntakeRun } from '@assay/contracts'
import { Table, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { intakesQuery } from '../../api/desk.ts'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { StateMark } from '../../layout/state-mark.tsx'

const tones = { running: 'busy', finished: 'good', failed: 'bad' } as const
const columns = ['source', 'provenance', 'state', 'found', 'accepted', 'known', 'quarantined', 'started'] as const

/** Intakes so far, with their counts; renewed while one runs. */
export function IntakeRuns() {
  const { t } = useTexts()
  return (
    <Card title={t('desk.intake.runs')}>
      <Loaded query={useQuery(intakesQuery)}>
        {(runs) =>
          runs.length === 0 ? (
            <Empty>{t('desk.intake.none')}</Empty>
          ) : (
            <>
              <Latest run={runs[0]} />
              <Table className="stack">
                <Table.Thead>
                  <Table.Tr>
                    {columns.map((column) => (
                      <Table.Th key={column}>{t(`desk.intake.column.${column}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {runs.map((run) => (
                    <Run key={run.id} run={run} />
                  ))}
                </Table.Tbody>
              </Table>
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
  const { source, state, accepted, quarantined } = run
  return (
    <VisuallyHidden role="status">
      {t('desk.intake.latest', { source, state: t(`desk.intake.state.${state}`), accepted, quarantined })}
    </VisuallyHidden>
  )
}

function Run({ run }: { run: IntakeRun }) {
  const { t, locale } = useTexts()
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`desk.intake.column.${column}`) })
  return (
    <Table.Tr>
      <Table.Th scope="row">{run.source}</Table.Th>
      <Table.Td {...label('provenance')}>{t(`common.provenance.${run.provenance}`)}</Table.Td>
      <Table.Td {...label('state')}>
        <StateMark tone={tones[run.state]}>{t(`desk.intake.state.${run.state}`)}</StateMark>
      </Table.Td>
      {(['found', 'accepted', 'known', 'quarantined'] as const).map((count) => (
        <Table.Td key={count} {...label(count)}>
          {formatCount(run[count], locale)}
        </Table.Td>
      ))}
      <Table.Td {...label('started')}>
        <Moment at={run.startedAt} />
      </Table.Td>
    </Table.Tr>
  )
}
