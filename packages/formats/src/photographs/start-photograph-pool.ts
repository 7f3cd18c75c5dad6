import { decodingCommand } from '../dicom/decoding/decoding-command.ts'
import { type ProcessPoolOptions, startProcessPool } from '../dicom/decoding/start-process-pool.ts'
import type { Photograph } from './photograph.ts'
import type { PhotographAnswer, PhotographJob } from './photograph-job.ts'
import { photographError } from './read-photograph.ts'

/** Processes that decode photographs of others. They start when they are wanted, and don't keep a program alive. */
export interface PhotographPool {
  /**
   * A photograph, as `readPhotograph` reads it, decoded in a process that may die.
   * @throws AssayError as `readPhotograph`; image-unreadable, too, where its process died or took too long
   */
  read(bytes: Uint8Array, where: string, page?: number): Promise<Photograph>
  /** Ends the processes; what they were decoding fails. */
  close(): void
}

/**
 * A pool of processes that decode photographs: without environment, files and keys, and without a network where bubblewrap works. The
 * library is native code, so that without bubblewrap nothing but the process itself is between it and the machine.
 */
export function startPhotographPool(options: ProcessPoolOptions = {}): PhotographPool {
  const command = decodingCommand('photograph-process.ts', { folder: import.meta.dirname, hasAddons: true })
  const pool = startProcessPool<PhotographJob, Exclude<PhotographAnswer, { failure: string }>>(command, options)
  return {
    async read(bytes, where, page) {
      const answer = await pool.run({ bytes, page }).catch((error: Error) => {
        throw photographError(where, error.message, false)
      })
      if ('photograph' in answer) return answer.photograph
      throw photographError(where, answer.refusal, answer.isUnsupported)
    },
    close: pool.close,
  }
}
