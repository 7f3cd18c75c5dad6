import { type LedgerEntry, verifyCheckpoint, verifyEvidence } from '@assay/ledger'
import type { VerificationKey } from '@assay/signing'
import type { ReportBundle } from '../document/report-bundle.ts'
import type { ReportHospital } from '../document/report-document.ts'

/** How the hub's log names what became of a hospital's part. */
const answers = {
  released: 'release-received',
  withheld: 'withholding-received',
  refused: 'refusal-received',
} as const

/**
 * Throws unless the acts of this evaluation stand in the hub's log, and say the same as the report: the lock, what every
 * hospital answered, the hash of each release, and every act of the story at its time.
 */
export function checkLedger({ report, evidence: { ledger } }: ReportBundle, keys: VerificationKey[]): void {
  const checkpoint = verifyCheckpoint(ledger.checkpoint, keys, report.hub.id)
  const entries = new Map(ledger.acts.map((act) => [act.proof.index, verifyEvidence(act, checkpoint)]))
  for (const { subject } of entries.values())
    if (subject.evaluationId !== report.evaluationId) throw new Error('an act of another evaluation')
  const has = (type: string, fields: LedgerEntry['subject']) =>
    [...entries.values()].some(
      (entry) => entry.type === type && Object.entries(fields).every(([key, value]) => entry.subject[key] === value),
    )
  if (!has('protocol-locked', { protocolHash: report.protocolHash })) throw new Error('the lock is not in the ledger')
  for (const hospital of report.hospitals)
    if (!has(answers[answered(hospital)], fieldsOf(hospital)))
      throw new Error(`${hospital.name}: its answer is not in the ledger`)
  for (const { ledgerIndex, at, event } of report.story)
    if (ledgerIndex !== null && entries.get(ledgerIndex)?.at !== at) throw new Error(`${event} is not in the ledger`)
}

function answered({ name, state }: ReportHospital): keyof typeof answers {
  if (state === 'released' || state === 'withheld' || state === 'refused') return state
  throw new Error(`${name} has not answered`)
}

function fieldsOf({ hospitalId, releaseHash }: ReportHospital): LedgerEntry['subject'] {
  return { hospitalId, ...(releaseHash === null ? {} : { releaseHash }) }
}
