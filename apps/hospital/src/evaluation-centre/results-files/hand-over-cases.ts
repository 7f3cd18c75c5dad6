import { findTask } from '@assay/categories'
import { type Account, type HandoverList, payloadTypes, type ResultsFileView } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256, sha256OfJson, sign } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import { readCaseFiles } from '../../full-sample-centre/pipeline/intake-store.ts'
import type { Hospital } from '../../hospital.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { findEvaluation, findTestSet } from '../evaluation-store.ts'
import { assertSealed } from '../test-set-manifest.ts'
import { findResultsFile, lockResultsRun, viewResultsFile } from './results-file-store.ts'

/**
 * Hands the cases of an approved and ordered evaluation over: gives each an id that says nothing, lists them with the hash of
 * every file, and signs the list. From now on the cases count as disclosed, which the log says before a byte can leave. Done
 * before, it stays as it is. Throws `not-found`, `way-of-running-differs`, `state-conflict`, `test-set-altered`.
 */
export async function handOverCases(hospital: Hospital, account: Account, id: string): Promise<ResultsFileView> {
  const { db, clock, random } = hospital
  await inTransaction(db, (transaction) => lockResultsRun(transaction, id))
  const evaluation = await findEvaluation(db, id)
  await assertSealed(db, await findTestSet(db, evaluation.test_set_id))
  const at = clock()
  const listed = await listCases(hospital, evaluation)
  await inTransaction(db, async (transaction) => {
    await lockResultsRun(transaction, id)
    if (await findResultsFile(transaction, id)) return
    const list = listOf(hospital, evaluation, listed, at)
    const list_hash = sha256OfJson(list)
    const signed = jsonb(sign(list, payloadTypes.handover, hospital.key))
    const blank = { supervision: null, archive_sha256: null, taken_at: null, brought: null, brought_count: 0 }
    const values = { evaluation_id: id, list: signed, list_hash, handed_over_at: at.toISOString(), ...blank }
    await transaction.insertInto('results_files').values(values).execute()
    const { vendor } = evaluation.protocol.device
    for (const { caseId: case_id, id: shown_as } of listed) {
      const shown = { evaluation_id: id, case_id }
      await transaction
        .insertInto('results_cases')
        .values({ ...shown, shown_as })
        .execute()
      await transaction
        .insertInto('disclosures')
        .values({ vendor, ...shown, at: at.toISOString() })
        .execute()
    }
    const subject = {
      evaluationId: id,
      listHash: list_hash,
      cases: listed.length,
      vendorHash: sha256OfJson(vendor),
    }
    await append(transaction, { type: 'cases-disclosed', at, subject, actor: account.id }, random)
  })
  return viewResultsFile(hospital, id)
}

type ListedCase = HandoverList['cases'][number] & { caseId: string }

/** In the order of their new ids, which says nothing. */
async function listCases(
  hospital: Hospital,
  { test_set_id, protocol: { category, task } }: EvaluationRow,
): Promise<ListedCase[]> {
  const { db, blobs, random } = hospital
  const members = await db
    .selectFrom('test_set_cases')
    .select('case_id')
    .where('test_set_id', '=', test_set_id)
    .execute()
  const listed: ListedCase[] = []
  for (const { case_id: caseId } of members) {
    const shown = await findTask(category, task)!.inputFiles(await readCaseFiles(db, blobs, caseId), hospital)
    const files = shown.map(({ path, bytes }) => ({ path, sha256: sha256(bytes) }))
    listed.push({ caseId, id: Buffer.from(random(12)).toString('hex'), files })
  }
  return listed.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function listOf(
  { identity }: Hospital,
  { id, protocol_hash: protocolHash, protocol }: EvaluationRow,
  listed: readonly ListedCase[],
  at: Date,
): HandoverList {
  return {
    schema: 'assay.handover/1',
    evaluationId: id,
    hospitalId: identity.id,
    protocolHash,
    deviceDigest: protocol.device.packageDigest,
    handedOverAt: at.toISOString(),
    cases: listed.map(({ id: shown, files }) => ({ id: shown, files })),
  }
}
