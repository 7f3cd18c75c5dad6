import { formatInstant } from '../../charts/format.ts'
import type { ReportDocument } from '../../document/report-document.ts'
import { type Block, tableOf } from '../block.ts'
import type { ReportWords } from '../report-words.ts'

/** Section 11: the story, the hashes and keys, and how to verify all of it. */
export function describeEvidence(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'section', title: t('report.section.evidence') },
    { type: 'paragraph', text: t('report.text.evidence') },
    { type: 'command', text: 'npx assay verify report.json --trust trust.json' },
    { type: 'paragraph', text: t('report.text.verify') },
    { type: 'facts', rows: hashes(report, words) },
    { type: 'subsection', title: t('report.subsection.story') },
    storyTable(report, words),
  ]
}

function hashes(report: ReportDocument, { t, language }: ReportWords) {
  return [
    { label: t('report.field.issued'), value: formatInstant(report.issuedAt, language) },
    { label: t('report.field.issuedBy'), value: report.hub.name },
    { label: t('report.field.software'), value: `Assay ${report.softwareVersion}` },
    { label: t('report.field.protocolHash'), value: report.protocolHash, isHash: true },
    { label: t('report.field.hub'), value: report.hub.keyId, isHash: true },
    ...report.hospitals.flatMap(({ name, keyId, manifestHash, releaseHash }) => [
      { label: t('report.field.hospitalKey', { name }), value: keyId, isHash: true },
      { label: t('report.field.manifestHash'), value: manifestHash, isHash: true },
      { label: t('report.field.releaseHash'), value: releaseHash ?? t('report.value.none'), isHash: true },
    ]),
  ]
}

function storyTable({ story }: ReportDocument, { t, language }: ReportWords): Block {
  return tableOf(
    [
      { title: t('report.column.at'), align: 'left' },
      { title: t('report.column.event'), align: 'left' },
      { title: t('report.column.by'), align: 'left', isWide: true },
      { title: t('report.column.ledger'), align: 'right' },
    ],
    story.map(({ at, event, by, ledgerIndex }) => [
      ...[formatInstant(at, language), t(`report.event.${event}`), by],
      ledgerIndex === null ? t('report.value.none') : `${ledgerIndex}`,
    ]),
  )
}
