import { fork } from 'node:child_process'
import type { DataSheet, Language, QualityPassport, SignedPassportFile } from '@assay/contracts'
import type { ReportDocument } from '../document/report-document.ts'
import type { FindingPicture } from './describe-passport.ts'
import type { Printable } from './render-process.ts'

const longestMilliseconds = 120_000

/**
 * The report as PDF/A in each language. The same report gives the same bytes. It is drawn and set in a process of its own:
 * the native compiler ends its process when a worker thread that used it ends, what others wrote is set without keys or
 * database, and the caller goes on meanwhile. Takes about a second for both languages.
 * @throws Error with typst's words when the document can't be set
 */
export function renderPdfs(report: ReportDocument, languages: readonly Language[]): Promise<Uint8Array[]> {
  return renderInProcess({ report }, languages)
}

/** The quality passport of a study, with pictures of what was found, or of a category, as PDF/A in each language, as `renderPdfs`. */
export function renderPassportPdfs(
  passport: QualityPassport,
  languages: readonly Language[],
  pictures: readonly FindingPicture[] = [],
): Promise<Uint8Array[]> {
  return renderInProcess({ passport, pictures }, languages)
}

/** A signed passport as PDF/A in each language, as `renderPdfs`: whoever has the file gets the same bytes. Nothing is verified. */
export function renderSignedPassportPdfs(
  signedPassport: SignedPassportFile,
  languages: readonly Language[],
): Promise<Uint8Array[]> {
  return renderInProcess({ signedPassport }, languages)
}

/** A test set's data sheet as PDF/A in each language, as `renderPdfs`. */
export function renderDataSheetPdfs(dataSheet: DataSheet, languages: readonly Language[]): Promise<Uint8Array[]> {
  return renderInProcess({ dataSheet }, languages)
}

function renderInProcess(printable: Printable, languages: readonly Language[]): Promise<Uint8Array[]> {
  const renderer = fork(new URL('./render-process.ts', import.meta.url), {
    execArgv: [],
    env: {},
    serialization: 'advanced',
    timeout: longestMilliseconds,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    renderer.once('message', ({ pdfs, fault }: { pdfs?: Uint8Array[]; fault?: string }) => {
      if (pdfs) resolve(pdfs)
      else reject(new Error(fault))
    })
    renderer.once('error', reject)
    renderer.once('exit', (status, signal) => reject(new Error(`Setting a document ended with ${status ?? signal}`)))
    renderer.send({ printable, languages })
  })
}
