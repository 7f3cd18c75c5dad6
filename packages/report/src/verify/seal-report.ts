import { type DsseEnvelope, payloadTypes } from '@assay/contracts'
import { type SigningKey, sha256, sha256OfJson, sign } from '@assay/signing'
import type { ReportBundle, ReportEvidence, ReportStatement } from '../document/report-bundle.ts'
import type { ReportDocument } from '../document/report-document.ts'

/** A file that goes out with a report. */
export interface ReportFile {
  name: string
  bytes: Uint8Array
}

/** Signs a report: the hash of its document, of its evidence, and of every file that goes with it. */
export function sealReport(
  report: ReportDocument,
  evidence: ReportEvidence,
  files: readonly ReportFile[],
  key: SigningKey,
): ReportBundle {
  return { report, evidence, attestation: attest(report, evidence, files, key) }
}

function attest(
  report: ReportDocument,
  evidence: ReportEvidence,
  files: readonly ReportFile[],
  key: SigningKey,
): DsseEnvelope {
  const statement: ReportStatement = {
    schema: 'assay.report-statement/1',
    evaluationId: report.evaluationId,
    number: report.number,
    issuedAt: report.issuedAt,
    subjects: [
      { name: 'report', sha256: sha256OfJson(report) },
      { name: 'evidence', sha256: sha256OfJson(evidence) },
      ...files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) })),
    ],
  }
  return sign(statement, payloadTypes.report, key)
}
