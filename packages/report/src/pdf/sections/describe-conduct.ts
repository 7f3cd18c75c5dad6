import type { CaseOutcome, RunConduct } from '@assay/contracts'
import { fitText } from '../../charts/fit-text.ts'
import type { ReportDocument } from '../../document/report-document.ts'
import { type Block, tableOf } from '../block.ts'
import { completionChart } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

/** Ems of a hospital's name; the whole name stands in section 4. */
const nameWidth = 22

interface Run {
  name: string
  conduct: RunConduct
}

/** Section 6: how the device was run, what held it, and how the records ended. */
export function describeConduct(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  const runs = report.hospitals.flatMap(({ name, conduct }) => (conduct ? [{ name, conduct }] : []))
  return [
    { type: 'section', title: t('report.section.conduct') },
    { type: 'paragraph', text: `${conductText(report, words)} ${isolationText(report, runs, words)}` },
    ...disclosedBlocks(report, runs, words),
    ...(runs.length === 0 ? [] : runBlocks(report, runs, words)),
  ]
}

function conductText({ protocol: { category } }: ReportDocument, { t }: ReportWords): string {
  return t(category === 'ecg' ? 'report.text.conduct' : 'scoring.report.conduct')
}

/** What the vendor was shown, and what follows. Nothing where it was shown nothing. */
function disclosedBlocks(
  { protocol: { device } }: ReportDocument,
  runs: readonly Run[],
  { t, number }: ReportWords,
): Block[] {
  const total = (field: 'cases' | 'before') => runs.reduce((sum, { conduct }) => sum + conduct.disclosed[field], 0)
  const [cases, before] = [total('cases'), total('before')]
  if (cases + before === 0) return []
  const given = { vendor: device.vendor, cases: number(cases), before: number(before) }
  return [{ type: 'paragraph', text: t('report.text.disclosed', given) }]
}

function isolationText({ isolation }: ReportDocument, runs: readonly Run[], words: ReportWords): string {
  const { t } = words
  if (runs.length === 0) return t('report.text.unknownConduct')
  if (isolation === 'not-seen') return t('report.text.notSeenConduct')
  if (isolation === 'not-isolated') return t('report.text.notIsolatedConduct')
  const [first, ...rest] = runs.map(({ conduct }) => conduct.isolationParts)
  const everywhere = first!.filter((part) => rest.every((parts) => parts.includes(part)))
  return t('report.text.isolatedConduct', { parts: words.isolationParts(everywhere) })
}

function runBlocks(report: ReportDocument, runs: readonly Run[], words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'figure', svg: completionChart(runs, words), caption: t('report.figure.completion') },
    runTable(runs, words),
    ...supervisionBlocks(runs, words),
    { type: 'paragraph', text: [executorsText(runs, words), repeatsText(runs, words)].join(' ').trim() },
    {
      type: 'paragraph',
      text: t('report.text.outcomes', {
        list: words.list(
          Object.entries(report.outcomes).map(
            ([outcome, count]) => `${words.number(count)} ${t(`report.outcome.${outcome as CaseOutcome}`)}`,
          ),
        ),
      }),
    },
  ]
}

/** What people recorded of runs that no node saw, a paragraph a hospital. */
function supervisionBlocks(runs: readonly Run[], { t }: ReportWords): Block[] {
  return runs.flatMap(({ name, conduct: { supervision } }): Block[] => {
    if (!supervision) return []
    const { startedAt, endedAt, recordHash, archiveHash, ...told } = supervision
    const minute = (instant: string) => `${instant.slice(0, 16).replace('T', ' ')} UTC`
    const hashes = { record: recordHash.slice(0, 12), archive: archiveHash.slice(0, 12) }
    const text = t('report.text.supervision', {
      name,
      ...told,
      start: minute(startedAt),
      end: minute(endedAt),
      ...hashes,
    })
    return [{ type: 'paragraph', text }]
  })
}

function executorsText(runs: readonly Run[], { t, list }: ReportWords): string {
  const held = runs.flatMap(({ conduct }) => [...conduct.executors, ...conduct.kernels])
  return held.length === 0 ? '' : t('report.text.executors', { list: list([...new Set(held)].sort()) })
}

/** What changes this share of the results … */
const affectedShare = 0.05

/** … is missed with probability (1 − f)^m by m cases that are run again. Nothing where none was. */
function repeatsText(runs: readonly Run[], { t, number }: ReportWords): string {
  const total = (field: 'cases' | 'differing') => runs.reduce((sum, { conduct }) => sum + conduct.repeats[field], 0)
  if (total('cases') === 0) return ''
  const miss = (1 - affectedShare) ** total('cases')
  return t('report.text.repeats', {
    ...{ cases: number(total('cases')), differing: number(total('differing')), miss: miss.toFixed(3) },
  })
}

function runTable(runs: readonly Run[], { t, number }: ReportWords): Block {
  return tableOf(
    [
      { title: t('report.column.hospital'), align: 'left', isWide: true },
      { title: t('report.column.isolation'), align: 'left' },
      { title: t('report.column.records'), align: 'right' },
      { title: t('report.column.completed'), align: 'right' },
      { title: t('report.column.failed'), align: 'right' },
      { title: t('report.column.restarts'), align: 'right' },
      { title: t('report.column.duration'), align: 'right' },
      { title: t('report.column.software'), align: 'left' },
    ],
    runs.map(({ name, conduct }) => {
      const completed = conduct.outcomes.completed ?? 0
      const seconds = (Date.parse(conduct.finishedAt) - Date.parse(conduct.startedAt)) / 1000
      return [
        ...[
          fitText(name, nameWidth),
          t(`report.isolation.${conduct.isolation}`),
          number(conduct.cases),
          number(completed),
        ],
        ...[
          number(conduct.cases - completed),
          number(conduct.restarts),
          t('report.value.seconds', { count: number(seconds) }),
        ],
        conduct.nodeVersion,
      ]
    }),
  )
}
