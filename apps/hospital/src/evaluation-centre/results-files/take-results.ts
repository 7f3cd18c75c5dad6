import { createReadStream, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
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
 * was handed over is there, or is said to have failed; a second archive is never taken. Until it is taken it is a draft, which a
 * refusal removes and nothing else with it. The cases are scored afterwards, as those of a device that runs here.
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
  const draft = await blobs.draft(bounded(bytes))
  const { sha256, path } = draft
  try {
    await checkArchive(hospital, given, { sha256, pieces: () => createReadStream(path) })
    await inTransaction(db, async (transaction) => {
      await assertWanted(transaction, id)
      await blobs.keep([draft])
      const at = clock()
      const taken = { archive_sha256: sha256, taken_at: at.toISOString() }
      await transaction.updateTable('results_files').set(taken).where('evaluation_id', '=', id).execute()
      afterCommit(hospital.wakeRuns)
      const subject = { evaluationId: id, archiveHash: sha256 }
      await append(transaction, { type: 'results-taken', at, subject, actor: account.id }, random)
    })
  } finally {
    await rm(path, { force: true })
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
  archive: ResultsArchive,
): Promise<void> {
  await withResults(hospital, archive, async (folder, paths) => {
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
  work: (folder: string, paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(bench.area, 'results-'))
  try {
    const paths = await unpackResults(pieces, folder, sha256).catch((error) => {
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
