import { fork } from 'node:child_process'
import type { Language } from '@assay/contracts'
import type { ReportDocument } from '../document/report-document.ts'
import { describeReport } from './describe-report.ts'

const longestMilliseconds = 120_000

/**
 * The report as PDF/A in each language. The same report gives the same bytes. It is set in a process of its own: the native
 * compiler ends its process when a worker thread that used it ends, and what others wrote is set without keys or database.
 * @throws Error with typst's words when the document can't be set
 */
export function renderPdfs(report: ReportDocument, languages: readonly Language[]): Promise<Uint8Array[]> {
  const documents = languages.map((language) => describeReport(report, language))
  const setter = fork(new URL('./set-document-process.ts', import.meta.url), {
    ...{ execArgv: [], env: {}, serialization: 'advanced', timeout: longestMilliseconds },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    setter.once('message', ({ pdfs, fault }: { pdfs?: Uint8Array[]; fault?: string }) => {
      if (pdfs) resolve(pdfs)
      else reject(new Error(fault))
    })
    setter.once('error', reject)
    setter.once('exit', (status, signal) => reject(new Error(`Setting a report ended with ${status ?? signal}`)))
    setter.send({ documents, issuedAt: new Date(report.issuedAt) })
  })
}
