import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { RuleSet } from '@assay/contracts'
import { Piscina } from 'piscina'
import { threadLimits } from '../thread-limits.ts'
import type { Examined, ExamineTask } from './examine-worker.ts'

/** Holds studies against the rules. */
export interface Examiner {
  /** Studies that are looked at at a time. */
  readonly atATime: number
  readonly examine: (task: ExamineTask) => Promise<Examined>
  readonly close: () => Promise<void>
}

/**
 * Holds studies against rules in worker threads, which start when first needed, hold no keys and reach no database: the node answers people
 * meanwhile. Compressed pixels are decoded in processes of their own.
 * @param blobs the blobs' folder
 */
export function createExaminer(blobs: string, ruleSets: readonly RuleSet[]): Examiner {
  const atATime = Math.max(1, Math.min(4, availableParallelism()))
  let pool: Piscina<ExamineTask, Examined> | undefined
  const started = () => {
    pool ??= new Piscina({
      filename: join(import.meta.dirname, 'examine-worker.ts'),
      workerData: { blobs, ruleSets },
      resourceLimits: threadLimits,
      minThreads: 0,
      maxThreads: atATime,
      idleTimeout: 30_000,
    })
    return pool
  }
  return {
    atATime,
    examine: (task) => started().run(task, { name: 'examine' }),
    close: async () => void (await pool?.destroy()),
  }
}
