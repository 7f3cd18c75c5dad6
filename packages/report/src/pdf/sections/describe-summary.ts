import { type CriteriaTree, criteriaTree } from '@assay/contracts'
import { type ReportDocument, unseenWay } from '../../document/report-document.ts'
import { type Block, tableOf } from '../block.ts'
import { criteriaCharts } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

/** Section 1: the verdict, what a reader must know before any figure, and the criteria. */
export function describeSummary(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  const way = unseenWay(report)
  return [
    { type: 'section', title: t('report.section.summary') },
    verdictBlock(report, words),
    ...(way ? [notice(t, `notSeen.${way}`)] : []),
    ...(report.isolation === 'not-isolated' ? [notice(t, 'notIsolated')] : []),
    ...(report.synthetic ? [notice(t, 'synthetic')] : []),
    ...criteriaCharts(report, words).map(
      (svg): Block => ({ type: 'figure', svg, caption: t('report.figure.criteria') }),
    ),
    criteriaTable(report, words),
    ...combination(report, t),
  ]
}

function verdictBlock({ criteria, verdict, hospitals }: ReportDocument, words: ReportWords): Block {
  const { t, counted } = words
  const released = hospitals.filter(({ state }) => state === 'released')
  const sum = (of: 'patients' | 'cases') => released.reduce((total, hospital) => total + hospital[of], 0)
  const count = (wanted: string) => criteria.filter(({ outcome }) => outcome === wanted).length
  return {
    type: 'verdict',
    word: t(`report.verdict.${verdict}`),
    sentence: t(`report.verdictSentence.${verdict}`, {
      notMet: count('not-met'),
      open: count('not-assessable'),
      total: criteria.length,
    }),
    detail:
      released.length === 0
        ? t('report.decidedOnNothing')
        : t('report.decidedOn', {
            patients: counted('patients', sum('patients')),
            cases: counted('records', sum('cases')),
            hospitals: counted('hospitals', released.length),
          }),
  }
}

function notice(
  t: ReportWords['t'],
  which: 'notIsolated' | 'synthetic' | 'notSeen.results-file' | 'notSeen.appliance',
): Block {
  return { type: 'notice', title: t(`report.${which}.title`), text: t(`report.${which}.text`) }
}

function criteriaTable({ criteria }: ReportDocument, words: ReportWords): Block {
  const { t, value, number } = words
  const none = t('report.value.none')
  return tableOf(
    [
      { title: t('report.column.number'), align: 'left' },
      { title: t('report.column.criterion'), align: 'left', isWide: true },
      { title: t('report.column.estimate'), align: 'right' },
      { title: t('report.column.limit'), align: 'right' },
      { title: t('report.column.effective'), align: 'right' },
      { title: t('report.column.needed'), align: 'right' },
      { title: t('report.column.outcome'), align: 'left' },
    ],
    criteria.map((outcome, place) => [
      ...[`${place + 1}`, words.criterion(outcome), words.estimate(outcome.figure)],
      outcome.limit === null ? none : value(outcome.limit, outcome.figure.measure, outcome.side),
      outcome.figure.status === 'estimated' ? number(outcome.figure.effectivePatients) : none,
      number(outcome.neededPatients),
      t(`report.verdict.${outcome.outcome}`),
    ]),
  )
}

/** How the criteria are joined, where there are several. */
function combination({ protocol }: ReportDocument, t: ReportWords['t']): Block[] {
  const tree = criteriaTree.parse(protocol.criteria)
  if (!('op' in tree)) return []
  let place = 0
  const write = (node: CriteriaTree, isInner: boolean): string => {
    if (!('op' in node)) return `${++place}`
    const joined = node.of.map((part) => write(part, true)).join(t(`report.join.${node.op}`))
    return isInner ? t('report.join.group', { joined }) : joined
  }
  return [{ type: 'paragraph', text: t('report.text.combination', { expression: write(tree, false) }) }]
}
