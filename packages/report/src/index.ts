export { composeReport, type HospitalPart } from './document/compose-report.ts'
export { type DerivedFigures, deriveFigures, type HospitalRelease } from './document/derive-figures.ts'
export {
  type ReportBundle,
  type ReportDocument,
  type ReportEvidence,
  reportBundle,
  reportDocument,
} from './document/report-document.ts'
export { renderPdfs } from './pdf/render-pdf.ts'
export { type ReportFile, sealReport } from './verify/seal-report.ts'
export { type Check, type CheckId, type Verification, verifyReport } from './verify/verify-report.ts'
