import type { Language } from '@assay/contracts'
import { fitText } from '../charts/fit-text.ts'
import { formatInstant } from '../charts/format.ts'
import type { ReportDocument } from '../document/report-document.ts'
import { mapTexts, type PrintedDocument } from './block.ts'
import { printable } from './font.ts'
import { type ReportWords, reportWords } from './report-words.ts'
import { describeConduct } from './sections/describe-conduct.ts'
import { describeData } from './sections/describe-data.ts'
import { describeDevice } from './sections/describe-device.ts'
import { describeDifferences } from './sections/describe-differences.ts'
import { describeEvidence } from './sections/describe-evidence.ts'
import { describeLimits } from './sections/describe-limits.ts'
import { describeProtocol } from './sections/describe-protocol.ts'
import { describeResults } from './sections/describe-results.ts'
import { describeSummary } from './sections/describe-summary.ts'

const sections: ((report: ReportDocument, words: ReportWords) => PrintedDocument['blocks'])[] = [
  describeSummary,
  describeDevice,
  describeProtocol,
  describeData,
  describeConduct,
  describeResults,
  describeDifferences,
  describeLimits,
  describeEvidence,
]

/** Ems that one side of a header or footer may take, so that both sides stay on one line. */
const sideWidth = 34

/** The report as a printed document in one language: the same figures as the data, in its sections' order. */
export function describeReport(report: ReportDocument, language: Language): PrintedDocument {
  const words = reportWords(language)
  const { t } = words
  const device = `${report.manifest.name} ${report.manifest.version}`
  const issued = formatInstant(report.issuedAt, language)
  return mapTexts(
    {
      language,
      title: t('report.title'),
      subtitle: device,
      about: [
        ...(report.title === device ? [] : [report.title]),
        t('report.about', { number: report.number, hub: report.hub.name }),
        issued,
      ],
      header: [
        `${report.number} · ${fitText(device, sideWidth - report.number.length)}`,
        t('report.protocolPrefix', { hash: report.protocolHash.slice(0, 16) }),
      ],
      footer: [fitText(report.hub.name, sideWidth), t('report.page', { page: '{{page}}', pages: '{{pages}}' })],
      blocks: sections.flatMap((describe) => describe(report, words)),
    },
    printable,
  )
}
