import { createReadStream, mkdtempSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, AssayError, type ResultsCheck, type ResultsFileView } from '@assay/contracts'
import { append } from '@assay/ledger'
import { examineResults } from '@assay/runner'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { checkResults } from './check-results.ts'
import { lockResultsRun, requireResultsFile, viewResultsFile } from './results-file-store.ts'

/** Largest results archive taken over HTTP. */
export const mostResultsBytes = 16 * 2 ** 30

/** Where the archive lies that was brought for an evaluation and is not taken yet. */
export function broughtPath({ directory }: Pick<Hospital, 'directory'>, id: string, sha256: string): string {
  return join(directory, 'results', `${id}.${sha256}.tar`)
}

/**
 * Keeps the results archive of a supervised run beside the others', looks through it, and says what it comes to. Nothing of it counts before
 * a steward who saw that takes it (`takeResults`); another that is brought stands in its place. Each look is in the log, so that bringing
 * archives until one pleases can be seen.
 * @throws AssayError supervision-missing, results-taken-already, too-large, and what `lockResultsRun` throws
 */
export async function bringResults(
  hospital: Hospital,
  account: Account,
  id: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ResultsFileView> {
  const { db, clock, random } = hospital
  await inTransaction(db, (transaction) => assertWanted(transaction, id))
  const draft = await hospital.blobs.draft(bounded(bytes))
  try {
    const check = await look(hospital, id, draft)
    const path = broughtPath(hospital, id, draft.sha256)
    await mkdir(join(hospital.directory, 'results'), { recursive: true, mode: 0o700 })
    await rename(draft.path, path)
    await inTransaction(db, async (transaction) => {
      await assertWanted(transaction, id)
      await transaction
        .updateTable('results_files')
        .set((build) => ({ brought: jsonb(check), brought_count: build('brought_count', '+', 1) }))
        .where('evaluation_id', '=', id)
        .execute()
      const { archiveHash, matched, missing, doubled, unknown, isSound } = check
      const subject = { evaluationId: id, archiveHash, matched, missing, doubled, unknown, isSound: `${isSound}` }
      await append(transaction, { type: 'results-brought', at: clock(), subject, actor: account.id }, random)
    })
    await removeBrought(hospital, id, draft.sha256)
  } finally {
    await rm(draft.path, { force: true })
  }
  return viewResultsFile(hospital, id)
}

/** Throws `results-taken-already`, `supervision-missing`, and what `lockResultsRun` throws. */
export async function assertWanted(transaction: Hospital['db'], id: string): Promise<void> {
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

/** Unpacked where devices run: what a killed node left there goes at the next start. */
async function look(
  hospital: Hospital,
  id: string,
  { path, sha256: archiveHash }: { path: string; sha256: string },
): Promise<ResultsCheck> {
  const folder = mkdtempSync(join(hospital.bench.area, 'results-'))
  const told = (done: number, total: number) => void hospital.checking.set(id, { done, total })
  try {
    told(0, 0)
    const entries = await examineResults(() => createReadStream(path), folder)
    const check = await checkResults(hospital, id, { entries, folder, told })
    return { archiveHash, bytes: (await stat(path)).size, broughtAt: hospital.clock().toISOString(), ...check }
  } finally {
    hospital.checking.delete(id)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes archives that were brought for the evaluation, but for the one of this hash; all of them where none is named. */
export async function removeBrought(
  { directory }: Pick<Hospital, 'directory'>,
  id: string,
  sha256 = '',
): Promise<void> {
  const folder = join(directory, 'results')
  for (const name of await readdir(folder))
    if (name.startsWith(`${id}.`) && name !== `${id}.${sha256}.tar`) await rm(join(folder, name), { force: true })
}
