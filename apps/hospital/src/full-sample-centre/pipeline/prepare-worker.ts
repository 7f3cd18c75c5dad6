// Looks at files that come in, on a thread of its own.
import { workerData } from 'piscina'
import { objectPreparer } from './prepare-object.ts'
import type { Prepared, Unit } from './prepared.ts'

/** Files for a thread, and where drafts of their copies go. */
export interface PrepareTask {
  readonly files: readonly (Unit & { readonly draft: string })[]
  /** Folder of the blobs. */
  readonly blobs: string
}

const prepare = objectPreparer((workerData as { key: Uint8Array }).key)

/** Looks at files, one after the other. */
export function prepareAll({ files, blobs }: PrepareTask): Prepared[] {
  return files.map((file) => prepare(file, blobs))
}
