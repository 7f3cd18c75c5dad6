import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, AssayError, type ResultsFileView } from '@assay/contracts'
import { append } from '@assay/ledger'
import { unpackResults } from '@assay/runner'
import { afterCommit, inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { assertWanted, broughtPath, removeBrought } from './bring-results.ts'
import { requireResultsFile, viewResultsFile } from './results-file-store.ts'

/**
 * Takes the results archive that was brought, once, as the steward saw it: whole, or not at all. Nothing is taken unless every case of it
 * was handed over, and every case that was handed over is there, or is said to have failed; a second archive is never taken. The cases are
 * scored afterwards, as those of a device that runs here.
 * @throws AssayError results-not-brought, results-unsound, results-incomplete, supervision-missing, results-taken-already, and what
 * `lockResultsRun` throws
 */
export async function takeResults(
  hospital: Hospital,
  account: Account,
  { id, archiveHash, missingFailed }: { id: string; archiveHash: string; missingFailed: boolean },
): Promise<ResultsFileView> {
  const { db, blobs, clock, random } = hospital
  // A kill may have come after it was kept and before that was written down.
  const isKept = await blobs.has(archiveHash)
  await inTransaction(db, async (transaction) => {
    await assertWanted(transaction, id)
    const { brought, brought_count } = await requireResultsFile(transaction, id)
    if (brought?.archiveHash !== archiveHash) throw new AssayError('results-not-brought')
    const { isSound, findings, furtherFindings, missing, cases: total } = brought
    if (!isSound) throw new AssayError('results-unsound', { count: findings.length + furtherFindings })
    if (missing > 0 && !missingFailed) throw new AssayError('results-incomplete', { missing, total })
    if (!isKept) await blobs.keep([{ path: broughtPath(hospital, id, archiveHash), sha256: archiveHash }])
    const at = clock()
    const taken = { archive_sha256: archiveHash, taken_at: at.toISOString() }
    await transaction.updateTable('results_files').set(taken).where('evaluation_id', '=', id).execute()
    afterCommit(hospital.wakeRuns)
    const subject = { evaluationId: id, archiveHash, provenance: 'results-file', archivesBrought: brought_count }
    await append(transaction, { type: 'results-taken', at, subject, actor: account.id }, random)
  })
  await removeBrought(hospital, id)
  return viewResultsFile(hospital, id)
}

interface ResultsArchive {
  readonly sha256: string
  /** Its bytes, from the first one as often as they are asked for. */
  readonly pieces: () => AsyncIterable<Uint8Array>
}

/**
 * Unpacks an archive for as long as the work takes, where devices run: what a killed node left there goes at the next start.
 * Throws `results-archive-invalid`.
 */
export async function withResults<T>(
  { bench }: Pick<Hospital, 'bench'>,
  { sha256, pieces }: ResultsArchive,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(bench.area, 'results-'))
  try {
    await unpackResults(pieces, folder, sha256).catch((error) => {
      if (!(error instanceof AssayError) || error.code !== 'device-package-invalid') throw error
      throw new AssayError('results-archive-invalid', error.parameters)
    })
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
