import { enqueue } from '@assay/link'
import { inTransaction } from '@assay/store'
import type { Hub } from '../hub.ts'
import { endEvaluation } from './end-evaluation.ts'
import { assertState, hubActs } from './evaluation-state.ts'
import { listParticipations, lockEvaluation } from './evaluation-store.ts'
import type { EvaluationRow } from './evaluation-tables.ts'
import { type IssuedReport, issueReport } from './issue-report.ts'
import { recordEvent } from './record-event.ts'
import { insertReport } from './report-store.ts'

/**
 * Decides an evaluation whose hospitals have all said their last word: composes the report, then closes the evaluation with
 * it in one transaction. Killed before that, it is done again from the beginning; done twice at once, one closes and the
 * other finds it closed (`state-conflict`). Without a single release there is nothing to decide, and it ends.
 */
export async function decideEvaluation(hub: Hub, evaluation: EvaluationRow): Promise<void> {
  const { id } = evaluation
  const parts = await listParticipations(hub.db, id)
  if (!parts.some((part) => part.state === 'released')) {
    await inTransaction(hub.db, async (transaction) => {
      assertState((await lockEvaluation(transaction, id)).state, hubActs.decide)
      await endEvaluation(hub, transaction, id, 'nothing-released')
    })
    return
  }
  await close(hub, evaluation, await issueReport(hub, evaluation, parts))
}

async function close(hub: Hub, { id, protocol_hash }: EvaluationRow, issued: IssuedReport): Promise<void> {
  const { verdict, reportHash } = issued
  await inTransaction(hub.db, async (transaction) => {
    assertState((await lockEvaluation(transaction, id)).state, hubActs.decide)
    const at = issued.issuedAt
    const blobs = { bundle_blob: issued.bundle, pdf_en_blob: issued.pdfs.en, pdf_zh_blob: issued.pdfs.zh }
    const report = { evaluation_id: id, report_hash: reportHash, ...blobs, issued_at: at.toISOString() }
    await insertReport(transaction, report, verdict)
    for (const { hospital_id, state } of await listParticipations(transaction, id)) {
      if (state === 'refused') continue
      const body = { evaluationId: id, reportHash }
      await enqueue(transaction, hub.outbound, { to: hospital_id, type: 'report-issued', body })
    }
    const subject = { reportHash, verdict, protocolHash: protocol_hash! }
    const event = { event: 'decided', by: hub.identity.name, detail: verdict, subject } as const
    await recordEvent(hub, transaction, { evaluationId: id, at, ...event })
  })
}
