import { type Account, AssayError, type ResultsFileView, type SupervisionRecord } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256OfJson } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { lockResultsRun, requireResultsFile, viewResultsFile } from './results-file-store.ts'

/**
 * Takes the record of a supervised run down; it may be corrected until results are taken. Throws `not-found`,
 * `way-of-running-differs`, `state-conflict`, `cases-not-handed-over`, `results-taken-already`, `device-version-differs`.
 */
export async function recordSupervision(
  hospital: Hospital,
  account: Account,
  id: string,
  record: SupervisionRecord,
): Promise<ResultsFileView> {
  await inTransaction(hospital.db, async (transaction) => {
    const { protocol } = await lockResultsRun(transaction, id)
    const { taken_at } = await requireResultsFile(transaction, id)
    if (taken_at) throw new AssayError('results-taken-already')
    const { version: locked } = protocol.device
    if (record.deviceVersion !== locked)
      throw new AssayError('device-version-differs', { read: record.deviceVersion, locked })
    await transaction
      .updateTable('results_files')
      .set({ supervision: jsonb(record) })
      .where('evaluation_id', '=', id)
      .execute()
    const subject = { evaluationId: id, recordHash: sha256OfJson(record) }
    const act = { type: 'supervision-recorded', at: hospital.clock(), subject, actor: account.id }
    await append(transaction, act, hospital.random)
  })
  return viewResultsFile(hospital, id)
}
