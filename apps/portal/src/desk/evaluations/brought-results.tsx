import { type ResultsCheck, type ResultsFinding, resultsFileView } from '@assay/contracts'
import { resultsFindingText } from '@assay/messages'
import { Alert, Button, Checkbox, Stack, Table } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { send } from '../../api/request.ts'
import { formatBytes, formatCount, formatInstant, shortHash } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Facts } from '../../layout/facts.tsx'

interface BroughtProps {
  readonly evaluationId: string
  readonly brought: ResultsCheck
  /** Archives brought so far. */
  readonly count: number
}

/** What an archive comes to before it counts, and the button that takes it. */
export function BroughtResults({ evaluationId, brought, count }: BroughtProps) {
  const { t, locale } = useTexts()
  const { archiveHash, bytes, broughtAt, isSound, findings, furtherFindings } = brought
  return (
    <Stack>
      <p style={{ margin: 0 }}>
        {t('desk.resultsFile.brought', {
          hash: shortHash(archiveHash),
          size: formatBytes(bytes, locale),
          count,
          at: formatInstant(broughtAt, locale),
        })}
      </p>
      <Facts facts={countsOf(brought)} />
      <Alert color={isSound ? 'teal' : 'red'} variant="light" role={isSound ? 'status' : 'alert'}>
        {isSound ? `✓ ${t('desk.resultsFile.sound')}` : `⚠ ${t('desk.resultsFile.unsound')}`}
      </Alert>
      {findings.length > 0 ? <Findings findings={findings} further={furtherFindings} /> : null}
      {isSound ? <Take {...{ evaluationId, brought }} /> : null}
    </Stack>
  )

  function countsOf({ cases, matched, missing, doubled, unknown, unreadable }: ResultsCheck) {
    const counts = { cases, matched, missing, doubled, unknown }
    const names = Object.keys(counts) as (keyof typeof counts)[]
    return [
      ...names.map((name) => [t(`desk.resultsFile.counts.${name}`), formatCount(counts[name], locale)] as const),
      [
        t('desk.resultsFile.counts.unreadable'),
        unreadable === null ? t('desk.resultsFile.counts.notYet') : formatCount(unreadable, locale),
      ] as const,
    ]
  }
}

const columns = ['line', 'case', 'what', 'todo'] as const

function Findings({ findings, further }: { findings: readonly ResultsFinding[]; further: number }) {
  const { t, language, locale } = useTexts()
  const caption = useId()
  return (
    <div>
      <p className="quiet" id={caption} style={{ margin: '0 0 8px' }}>
        {t('desk.resultsFile.findings')}
      </p>
      <Table className="stack problems" aria-labelledby={caption}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(`desk.resultsFile.column.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {findings.map((finding) => {
            const { line, case: shown, path, code } = finding
            const { what, todo } = resultsFindingText(language, finding)
            return (
              <Table.Tr key={`${line} ${shown} ${code}`}>
                <Table.Td data-label={t('desk.resultsFile.column.line')}>
                  {line === null ? t('desk.resultsFile.wholeCase') : formatCount(line, locale)}
                </Table.Td>
                <Table.Td data-label={t('desk.resultsFile.column.case')} className="mono">
                  {shown ?? t('desk.resultsFile.wholeCase')}
                </Table.Td>
                <Table.Td data-label={t('desk.resultsFile.column.what')}>
                  {finding.weight === 'refuses' ? '✗ ' : '○ '}
                  {what}
                  {path === '' ? null : <div className="mono">{path}</div>}
                </Table.Td>
                <Table.Td data-label={t('desk.resultsFile.column.todo')}>{todo}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {further > 0 ? <p>{t('desk.resultsFile.further', { count: further })}</p> : null}
    </div>
  )
}

function Take({ evaluationId, brought }: Omit<BroughtProps, 'count'>) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const { archiveHash, matched, missing } = brought
  const [missingFailed, setMissingFailed] = useState(false)
  const take = useMutation({
    mutationFn: () =>
      send('POST', `/api/evaluations/${evaluationId}/results`, { archiveHash, missingFailed }, resultsFileView),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Stack>
      {missing > 0 ? (
        <Checkbox
          label={t('desk.resultsFile.missingFailed', { count: missing })}
          checked={missingFailed}
          onChange={(event) => setMissingFailed(event.currentTarget.checked)}
        />
      ) : null}
      <p className="quiet" style={{ margin: 0 }}>
        {t('desk.resultsFile.takeMeaning')}
      </p>
      <ErrorNotice error={take.error} />
      <Button
        disabled={missing > 0 && !missingFailed}
        loading={take.isPending}
        onClick={() => take.mutate()}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('desk.resultsFile.take', { count: matched })}
      </Button>
    </Stack>
  )
}
