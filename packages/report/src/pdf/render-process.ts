// A process that sets the document it is sent in each language asked for, and ends.
import process from 'node:process'
import {
  type DataSheet,
  type Language,
  type QualityPassport,
  qualityPassport,
  type SignedPassportFile,
} from '@assay/contracts'
import { readUnverified, sha256OfJson } from '@assay/signing'
import type { ReportDocument } from '../document/report-document.ts'
import type { PrintedDocument } from './block.ts'
import { describeDataSheet } from './describe-data-sheet.ts'
import { describePassport, type FindingPicture } from './describe-passport.ts'
import { describeReport } from './describe-report.ts'
import { setDocument } from './set-document.ts'

/** What can be printed: one of these. */
export type Printable =
  | { readonly report: ReportDocument }
  | { readonly passport: QualityPassport; readonly pictures: readonly FindingPicture[] }
  | { readonly signedPassport: SignedPassportFile }
  | { readonly dataSheet: DataSheet }

process.once('message', ({ printable, languages }: { printable: Printable; languages: Language[] }) => {
  process.send?.(render(printable, languages), () => process.disconnect())
})

function render(printable: Printable, languages: Language[]): { pdfs: Uint8Array[] } | { fault: string } {
  try {
    return {
      pdfs: languages.map((language) => {
        const { document, issuedAt } = describe(printable, language)
        return setDocument(document, new Date(issuedAt))
      }),
    }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}

function describe(printable: Printable, language: Language): { document: PrintedDocument; issuedAt: string } {
  if ('passport' in printable) {
    const { passport, pictures } = printable
    return { document: describePassport(passport, language, { pictures }), issuedAt: passport.issuedAt }
  }
  if ('signedPassport' in printable) {
    const { signer, envelope } = printable.signedPassport
    const passport = qualityPassport.parse(readUnverified(envelope))
    const signature = { signer, sha256: sha256OfJson(passport) }
    return { document: describePassport(passport, language, { signature }), issuedAt: passport.issuedAt }
  }
  if ('dataSheet' in printable) {
    const { dataSheet } = printable
    return { document: describeDataSheet(dataSheet, language), issuedAt: dataSheet.issuedAt }
  }
  return { document: describeReport(printable.report, language), issuedAt: printable.report.issuedAt }
}
