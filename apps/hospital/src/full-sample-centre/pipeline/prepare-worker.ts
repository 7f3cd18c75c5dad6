// Looks at files that come in, on a thread of its own.
import { workerData } from 'piscina'
import { createCopyWriter } from './copy-writer.ts'
import { objectPreparer } from './prepare-object.ts'
import type { Prepared, Unit } from './prepared.ts'

/** Files for a thread, and where their copies go. */
export interface PrepareTask {
  readonly files: readonly Unit[]
  /** Folder of the blobs. */
  readonly blobs: string
  /** Path of the draft of the pack that copies are written to; that of a large one begins with it. */
  readonly pack: string
}

const prepare = objectPreparer((workerData as { key: Uint8Array }).key)

/** Looks at files, one after the other; while their copies are written, the thread looks at those of its next task. */
export async function prepareAll({ files, blobs, pack }: PrepareTask): Promise<Prepared[]> {
  let alone = 0
  const copies = createCopyWriter(blobs, pack, () => `${pack}-${alone++}`)
  try {
    return files.map((file) => prepare(file, copies))
  } finally {
    await copies.end()
  }
}
