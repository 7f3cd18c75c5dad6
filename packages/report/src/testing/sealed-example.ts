import { type Act, append, ledgerMigrations, readCheckpoint, readEvidence, signCheckpoint } from '@assay/ledger'
import { inTransaction } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import type { ReportBundle, ReportEvidence } from '../document/report-bundle.ts'
import { type ReportFile, sealReport } from '../verify/seal-report.ts'
import { type ExampleEvaluation, type ExampleOptions, exampleEvaluation, issuedAt } from './example-evaluation.ts'

/** A file that goes with the example. */
export const examplePdf: ReportFile = { name: 'report.en.pdf', bytes: Buffer.from('a document') }

/** An example with its report sealed, as it comes back from JSON. */
export async function sealedExample(
  options: ExampleOptions = {},
): Promise<ExampleEvaluation & { bundle: ReportBundle }> {
  const example = exampleEvaluation(options)
  const evidence: ReportEvidence = { ...example.evidence, ledger: await exampleLedger(example) }
  const bundle = sealReport(example.report, evidence, [examplePdf], example.hub.key)
  return { ...example, bundle: JSON.parse(JSON.stringify(bundle)) }
}

async function exampleLedger(example: ExampleEvaluation): Promise<ReportEvidence['ledger']> {
  const { hub, draws } = example
  const random = (length: number) => Uint8Array.from({ length }, () => draws.below(256))
  const store = await openTestStore(ledgerMigrations)
  try {
    const acts = actsOf(example)
    for (const act of acts) await inTransaction(store.db, (transaction) => append(transaction, act, random))
    const checkpoint = await readCheckpoint(store.db, hub.id, () => issuedAt)
    return {
      checkpoint: signCheckpoint(checkpoint, hub.key),
      acts: await Promise.all(acts.map((_, index) => readEvidence(store.db, index, checkpoint.size))),
    }
  } finally {
    await store.close()
  }
}

/** The acts of the story that the ledger holds, in its order. */
function actsOf({ report }: ExampleEvaluation): Act[] {
  const types: Partial<Record<(typeof report.story)[number]['event'], string>> = {
    locked: 'protocol-locked',
    approved: 'approval-received',
    released: 'release-received',
    withheld: 'withholding-received',
  }
  const { evaluationId, protocolHash, hospitals } = report
  return report.story
    .filter(({ ledgerIndex }) => ledgerIndex !== null)
    .map(({ event, at, by }) => {
      const hospital = hospitals.find(({ name }) => name === by)
      const { hospitalId, releaseHash } = hospital ?? {}
      const subject = {
        evaluationId,
        protocolHash,
        ...(hospitalId ? { hospitalId } : {}),
        ...(event === 'released' && releaseHash ? { releaseHash } : {}),
      }
      return { type: types[event]!, at: new Date(at), subject }
    })
}
