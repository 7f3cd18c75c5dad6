// A process that sets the report it is sent in each language asked for, and ends.
import process from 'node:process'
import type { Language } from '@assay/contracts'
import type { ReportDocument } from '../document/report-document.ts'
import { describeReport } from './describe-report.ts'
import { setDocument } from './set-document.ts'

process.once('message', ({ report, languages }: { report: ReportDocument; languages: Language[] }) => {
  process.send?.(render(report, languages), () => process.disconnect())
})

function render(report: ReportDocument, languages: Language[]): { pdfs: Uint8Array[] } | { fault: string } {
  try {
    return {
      pdfs: languages.map((language) => setDocument(describeReport(report, language), new Date(report.issuedAt))),
    }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}
