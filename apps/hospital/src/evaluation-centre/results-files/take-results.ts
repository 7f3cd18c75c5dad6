import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, AssayError, type ResultsFileView } from '@assay/contracts'
import { append } from '@assay/ledger'
import { unpackResults } from '@assay/runner'
import { canonicalBytes } from '@assay/signing'
import { afterCommit, inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { casesByShownId, lockResultsRun, requireResultsFile, viewResultsFile } from './results-file-store.ts'

/** Largest results archive taken over HTTP. */
export const mostResultsBytes = 16 * 2 ** 30

/**
 * Takes the results of a supervised run: one tar with the signed list as it was handed over (`cases.json`) and below
 * `results/ID/` what the device left for each case. Nothing is taken unless every case of it was handed over, and every case that
 * was handed over is there, or is said to have failed; a second archive is never taken. The cases are scored afterwards, as those
 * of a device that runs here.
 * @param given.missingFailed cases without results are failures of the device
 * @throws AssayError supervision-missing, results-…, too-large, and what `lockResultsRun` throws
 */
export async function takeResults(
  hospital: Hospital,
  account: Account,
  given: { id: string; missingFailed: boolean },
  bytes: AsyncIterable<Uint8Array>,
): Promise<ResultsFileView> {
  const { db, blobs, clock, random } = hospital
  const { id } = given
  await inTransaction(db, (transaction) => assertWanted(transaction, id))
  const { sha256 } = await blobs.put(bounded(bytes))
  try {
    await checkArchive(hospital, given, sha256)
    await inTransaction(db, async (transaction) => {
      await assertWanted(transaction, id)
      const at = clock()
      const taken = { archive_sha256: sha256, taken_at: at.toISOString() }
      await transaction.updateTable('results_files').set(taken).where('evaluation_id', '=', id).execute()
      afterCommit(hospital.wakeRuns)
      const subject = { evaluationId: id, archiveHash: sha256 }
      await append(transaction, { type: 'results-taken', at, subject, actor: account.id }, random)
    })
  } catch (error) {
    if ((await requireResultsFile(db, id)).archive_sha256 !== sha256) await blobs.remove(sha256)
    throw error
  }
  return viewResultsFile(db, id)
}

async function assertWanted(transaction: Hospital['db'], id: string): Promise<void> {
  await lockResultsRun(transaction, id)
  const { supervision, taken_at } = await requireResultsFile(transaction, id)
  if (taken_at) throw new AssayError('results-taken-already')
  if (!supervision) throw new AssayError('supervision-missing')
}

async function* bounded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > mostResultsBytes) throw new AssayError('too-large', { limit: mostResultsBytes })
    yield piece
  }
}

async function checkArchive(
  hospital: Hospital,
  { id, missingFailed }: { id: string; missingFailed: boolean },
  sha256: string,
): Promise<void> {
  await withResults(hospital, sha256, async (folder, paths) => {
    const { list } = await requireResultsFile(hospital.db, id)
    assertList(join(folder, 'cases.json'), paths, canonicalBytes(list))
    const known = await casesByShownId(hospital.db, id)
    const there = new Set(paths.filter((path) => path !== 'cases.json').map(shownIdOf))
    const unknown = [...there].filter((shown) => !known.has(shown))
    if (unknown.length > 0) throw new AssayError('results-case-unknown', { count: unknown.length })
    const missing = known.size - there.size
    if (missing > 0 && !missingFailed) throw new AssayError('results-incomplete', { missing, total: known.size })
  })
}

/** Unpacks an archive that was taken, for as long as the work takes. Throws `results-archive-invalid`. */
export async function withResults<T>(
  { blobs }: Pick<Hospital, 'blobs'>,
  sha256: string,
  work: (folder: string, paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-results-'))
  try {
    const paths = await unpackResults(() => blobs.stream(sha256), folder, sha256).catch((error) => {
      if (!(error instanceof AssayError) || error.code !== 'device-package-invalid') throw error
      throw new AssayError('results-archive-invalid', error.parameters)
    })
    return await work(folder, paths)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function assertList(file: string, paths: readonly string[], signed: Uint8Array): void {
  if (!paths.includes('cases.json') || !readFileSync(file).equals(signed)) throw new AssayError('results-list-differs')
}

function shownIdOf(path: string): string {
  const [top, shown, name] = path.split('/')
  if (top !== 'results' || !shown || !name)
    throw new AssayError('results-archive-invalid', { where: path, what: 'not-below-results' })
  return shown
}
