import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { BlobStore } from '@assay/store'
import { Piscina } from 'piscina'
import { threadLimits } from '../thread-limits.ts'
import type { PrepareTask } from './prepare-worker.ts'
import type { Prepared, Unit } from './prepared.ts'

/** Looks at files that come in. */
export interface Preparer {
  /** One answer for each file, in their order. No file's fault is another's. */
  readonly prepare: (units: readonly Unit[]) => Promise<Prepared[]>
  readonly close: () => Promise<void>
}

/** Files that a thread takes at a time, and whose copies share a pack. */
const atATime = 32

/**
 * Looks at files in worker threads, which start when first needed and hold the key of the pseudonyms. Headers are read and
 * rewritten there by code of our own; pixels are not decoded.
 */
export function createPreparer({ blobs, key }: { blobs: BlobStore; key: Uint8Array }): Preparer {
  let pool: Piscina<PrepareTask, Prepared[]> | undefined
  const started = () => {
    pool ??= new Piscina({
      filename: join(import.meta.dirname, 'prepare-worker.ts'),
      workerData: { key },
      resourceLimits: threadLimits,
      minThreads: 0,
      maxThreads: Math.max(1, availableParallelism()),
      // The next task lies ready while this thread works, and is begun while copies of the last one are written.
      concurrentTasksPerWorker: 2,
      idleTimeout: 30_000,
    })
    return pool
  }
  const prepare = async (units: readonly Unit[]) => {
    const tasks: Promise<Prepared[]>[] = []
    for (let from = 0; from < units.length; from += atATime) {
      const files = units
        .slice(from, from + atATime)
        .map(({ item, path, voxels, patient, category }) => ({ item, path, voxels, patient, category }))
      tasks.push(started().run({ files, blobs: blobs.folder, pack: blobs.newDraft() }, { name: 'prepareAll' }))
    }
    return (await Promise.all(tasks)).flat()
  }
  return { prepare, close: async () => void (await pool?.destroy()) }
}
