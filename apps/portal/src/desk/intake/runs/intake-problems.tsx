import { errorBody, type Quarantined } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatCount } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'
import { Card } from '../../../layout/card.tsx'
import { Empty } from '../../../layout/empty.tsx'
import { EntryName } from '../../quarantine/entry-name.tsx'
import { type Problem, problemsByReason } from './problems-by-reason.ts'

const columns = ['problem', 'howMany', 'which'] as const

/** What an intake put aside, by reason: why, what to do, and which files or studies. */
export function IntakeProblems({ entries }: { entries: readonly Quarantined[] }) {
  const { t } = useTexts()
  return (
    <Card title={t('waysIn.run.problems')}>
      {entries.length === 0 ? (
        <Empty>{t('waysIn.run.noProblems')}</Empty>
      ) : (
        <>
          <p className="quiet">{t('waysIn.run.problemsAbout')}</p>
          <Table className="stack problems">
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{t(`waysIn.run.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {problemsByReason(entries).map((problem) => (
                <Reason key={problem.first.id} problem={problem} />
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Card>
  )
}

const namesShown = 5

function Reason({ problem: { first, entries } }: { problem: Problem }) {
  const { t, language, locale } = useTexts()
  const known = errorBody.safeParse({ error: { code: first.code, parameters: first.parameters } })
  const more = entries.length - namesShown
  return (
    <Table.Tr>
      <Table.Td data-label={t('waysIn.run.problem')}>
        {known.success ? errorText(language, known.data.error) : first.code}
        {first.parameters.rules === undefined ? null : <div className="quiet mono">{first.parameters.rules}</div>}
      </Table.Td>
      <Table.Td data-label={t('waysIn.run.howMany')}>{formatCount(entries.length, locale)}</Table.Td>
      <Table.Td data-label={t('waysIn.run.which')}>
        {entries.slice(0, namesShown).map((entry) => (
          <Concerned key={entry.id} entry={entry} />
        ))}
        {more > 0 ? t('waysIn.run.more', { shown: formatCount(more, locale) }) : null}
      </Table.Td>
    </Table.Tr>
  )
}

/** What a reason concerns: a study by its patient, with the way to it and its identifier; a file or record by its name. */
function Concerned({ entry }: { entry: Quarantined }) {
  const { studyId, name } = entry
  if (!studyId)
    return (
      <div>
        <EntryName entry={entry} />
      </div>
    )
  return (
    <div>
      <Link to={`/studies/${studyId}`}>
        <EntryName entry={entry} />
      </Link>
      <div className="quiet mono">{name}</div>
    </div>
  )
}
