import type { ReportDocument } from '../../document/report-document.ts'
import { type Block, tableOf } from '../block.ts'
import type { ReportWords } from '../report-words.ts'
import { describeTraining } from './describe-training.ts'

/** Sections 4 and 5: the sets that were used, and what the device was held against. */
export function describeData(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'section', title: t('report.section.data') },
    { type: 'paragraph', text: t('report.text.data') },
    setTable(report, words),
    ...describeTraining(report, words),
    { type: 'section', title: t('report.section.reference') },
    { type: 'paragraph', text: referenceText(report, words) },
  ]
}

function setTable({ hospitals }: ReportDocument, words: ReportWords): Block {
  const { t, number } = words
  const released = hospitals.filter(({ state }) => state === 'released')
  const sum = (of: 'patients' | 'cases') => number(released.reduce((total, one) => total + one[of], 0))
  return tableOf(
    [
      { title: t('report.column.hospital'), align: 'left', isWide: true },
      { title: t('report.column.provenance'), align: 'left' },
      { title: t('report.column.patients'), align: 'right' },
      { title: t('report.column.records'), align: 'right' },
      { title: t('report.column.set'), align: 'left' },
      { title: t('report.column.policy'), align: 'left' },
      { title: t('report.column.state'), align: 'left' },
    ],
    [
      ...hospitals.map((one) => [
        ...[one.name, t(`report.provenance.${one.provenance}`), number(one.patients), number(one.cases)],
        t('report.value.set', { version: one.testSetVersion }),
        one.policy ? words.policy(one.policy) : t('report.value.none'),
        t(`report.state.${one.state}`),
      ]),
      [t('report.value.released'), '', sum('patients'), sum('cases'), '', '', ''],
    ],
    true,
  )
}

/** What a waveform is annotated with, or what is known of an image. */
function referenceText(report: ReportDocument, words: ReportWords): string {
  const { t } = words
  if (report.protocol.category === 'ecg')
    return t('report.text.reference', { sources: referenceSources(report, words) })
  const kinds = [...new Set(report.protocol.hospitals.map(({ provenance }) => provenance))].sort()
  const sources = kinds.map((kind) => t(`scoring.report.sources.${kind}`)).join(t('report.join.clause'))
  return t('scoring.report.reference', { sources })
}

function referenceSources({ protocol: { hospitals } }: ReportDocument, { t }: ReportWords): string {
  const kinds = new Set(hospitals.map(({ provenance }) => provenance))
  return [
    ...(kinds.has('public') ? [t('report.text.referencePublic')] : []),
    ...(kinds.has('synthetic') ? [t('report.text.referenceSynthetic')] : []),
    ...(kinds.has('patients') ? [t('report.text.referencePatients')] : []),
  ].join(t('report.join.clause'))
}
