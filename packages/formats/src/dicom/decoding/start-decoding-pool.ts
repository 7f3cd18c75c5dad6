import { decodingCommand } from './decoding-command.ts'
import type { DecodingAnswer, DecodingJob } from './decoding-job.ts'
import { type ProcessPoolOptions, startProcessPool } from './start-process-pool.ts'

/** Processes that decode frames. They start when they are wanted, and don't keep a program alive. */
export interface DecodingPool {
  /** How many frames are decoded at a time. */
  readonly processes: number
  /**
   * Native bytes of a compressed frame.
   * @throws Error with the reason: the library's, the time limit, or the death of the process, which is replaced
   */
  decode(job: DecodingJob): Promise<Uint8Array>
  /** Ends the processes; what they were decoding fails. */
  close(): void
}

/** A pool of processes that decode frames, as `startProcessPool` has it. */
export function startDecodingPool(options: ProcessPoolOptions = {}): DecodingPool {
  const command = decodingCommand('decoding-process.ts')
  const pool = startProcessPool<DecodingJob, Exclude<DecodingAnswer, { failure: string }>>(command, options)
  return { processes: pool.processes, decode: async (job) => (await pool.run(job)).bytes, close: pool.close }
}
