import type { CaseOutcome, RunConduct } from '@assay/contracts'
import { fitText } from '../../charts/fit-text.ts'
import type { ReportDocument } from '../../document/report-document.ts'
import { type Block, tableOf } from '../block.ts'
import { completionChart } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

/** Ems of a hospital's name; the whole name stands in section 4. */
const nameWidth = 22

/** Parts of the isolation that a node looks for. */
const isolationParts = [
  ...(['network-namespace', 'process-namespace', 'user-namespace', 'read-only-root', 'read-only-input'] as const),
  ...(['no-capabilities', 'no-new-privileges', 'not-root', 'own-temporary-folder'] as const),
  ...(['system-call-filter', 'memory-control-group'] as const),
]

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
    { type: 'paragraph', text: t(`report.text.conduct.${report.protocol.wayOfRunning ?? 'package'}`) },
    ...isolationBlocks(report, runs, words),
    ...disclosedBlocks(report, runs, words),
    ...(runs.length === 0 ? [] : runBlocks(report, runs, words)),
  ]
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

/** What was in force, what was not, and what that means. */
function isolationBlocks({ isolation, protocol }: ReportDocument, runs: readonly Run[], words: ReportWords): Block[] {
  const { t } = words
  const { wayOfRunning = 'package' } = protocol
  const paragraph = (text: string): Block[] => [{ type: 'paragraph', text }]
  if (runs.length === 0) return paragraph(t('report.text.unknownConduct'))
  if (wayOfRunning !== 'package') return paragraph(t(`report.text.notSeenConduct.${wayOfRunning}`))
  if (isolation === 'not-isolated') return paragraph(t('report.text.notIsolatedConduct'))
  const [first, ...rest] = runs.map(({ conduct }) => conduct.isolationParts)
  const everywhere = first!.filter((part) => rest.every((parts) => parts.includes(part)))
  return [...paragraph(inForceText(everywhere, runs, words)), ...lackingBlocks(everywhere, words)]
}

function inForceText(everywhere: readonly string[], runs: readonly Run[], { t, number, isolationParts }: ReportWords) {
  const total = (count: (conduct: RunConduct) => number) => runs.reduce((sum, { conduct }) => sum + count(conduct), 0)
  const [seen, cases] = [total(({ isolationSeen }) => isolationSeen), total((conduct) => conduct.cases)]
  const parts = isolationParts(everywhere)
  if (seen === cases) return t('report.text.isolatedConduct', { parts, cases: number(cases) })
  return t('report.text.partlySeenConduct', { parts, seen: number(seen), cases: number(cases) })
}

/** Parts that were not in force in every run, each with what it would have kept the device from. */
function lackingBlocks(everywhere: readonly string[], { t }: ReportWords): Block[] {
  const lacking = isolationParts.filter((part) => !everywhere.includes(part))
  if (lacking.length === 0) return []
  const rows = lacking.map((part) => ({ label: t(`common.isolationPart.${part}`), value: t(`report.lacking.${part}`) }))
  return [
    { type: 'paragraph', text: t('report.text.lackingConduct') },
    { type: 'facts', rows },
  ]
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
    const { startedAt, endedAt, recordHash, archiveHash, archivesBrought = 0, ...told } = supervision
    const minute = (instant: string) => `${instant.slice(0, 16).replace('T', ' ')} UTC`
    const hashes = { record: recordHash.slice(0, 12), archive: archiveHash.slice(0, 12) }
    const text = t('report.text.supervision', {
      name,
      ...told,
      start: minute(startedAt),
      end: minute(endedAt),
      ...hashes,
    })
    const looks = archivesBrought > 0 ? ` ${t('report.text.archivesBrought', { count: archivesBrought })}` : ''
    return [{ type: 'paragraph', text: text + looks }]
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
    cases: number(total('cases')),
    differing: number(total('differing')),
    miss: miss.toFixed(3),
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
