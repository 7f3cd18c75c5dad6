import { findTask } from '@assay/categories'
import { canonicalBytes } from '@assay/signing'
import { type Pack, pack } from 'tar-stream'
import { readCaseFiles } from '../../full-sample-centre/pipeline/intake-store.ts'
import type { Hospital } from '../../hospital.ts'
import { findEvaluation } from '../evaluation-store.ts'
import { casesByShownId, requireResultsFile } from './results-file-store.ts'

/**
 * The handover as one tar, case by case as it is read: the signed list (`cases.json`) and below `cases/ID/` what a device
 * finds below /input. The same bytes whenever it is asked for. Throws `not-found`, `cases-not-handed-over`.
 */
export async function handoverArchive(hospital: Hospital, id: string): Promise<AsyncIterable<Uint8Array>> {
  const { protocol } = await findEvaluation(hospital.db, id)
  const { list } = await requireResultsFile(hospital.db, id)
  const cases = [...(await casesByShownId(hospital.db, id))].sort(([a], [b]) => (a < b ? -1 : 1))
  const task = findTask(protocol.category, protocol.task)!
  const archive = pack()
  const fill = async () => {
    await add(archive, 'cases.json', canonicalBytes(list))
    for (const [shown, caseId] of cases) {
      const files = await readCaseFiles(hospital.db, hospital.blobs, caseId)
      for (const { path, bytes } of await task.inputFiles(files, hospital))
        await add(archive, `cases/${shown}/${path}`, bytes)
    }
    archive.finalize()
  }
  fill().catch((error) => archive.destroy(error))
  return archive as AsyncIterable<Uint8Array>
}

/** Resolves when the reader has room for more. */
function add(archive: Pack, name: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, mtime: new Date(0), mode: 0o444 }, Buffer.from(bytes), (error) =>
      error ? reject(error) : resolve(),
    )
  })
}
