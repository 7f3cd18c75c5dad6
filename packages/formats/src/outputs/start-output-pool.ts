import { join } from 'node:path'
import { decodingCommand } from '../dicom/decoding/decoding-command.ts'
import { type ProcessPoolOptions, startProcessPool } from '../dicom/decoding/start-process-pool.ts'
import type { ImageOutput, ImageOutputKind } from './image-output.ts'
import type { ImageOutputAnswer, ImageOutputJob } from './image-output-job.ts'
import { outputInvalid } from './refuse-output.ts'

/** Processes that decode what devices left as images. They start when they are wanted, and don't keep a program alive. */
export interface OutputPool {
  /**
   * The image in some files of a device's.
   * @param where the output's slug, for errors
   * @throws AssayError output-invalid, too, where its process died or took too long
   */
  decode(kind: ImageOutputKind, files: readonly Uint8Array[], where: string): Promise<ImageOutput>
  /** Ends the processes; what they were decoding fails. */
  close(): void
}

/**
 * A pool of processes that decode images of devices: without environment, files and keys, and without a network where bubblewrap works.
 * Native code is among them, so that without bubblewrap nothing but the process itself is between it and the machine.
 */
export function startOutputPool(options: ProcessPoolOptions = {}): OutputPool {
  const sources = join(import.meta.dirname, '..')
  const command = decodingCommand('image-output-process.ts', {
    folder: import.meta.dirname,
    hasAddons: true,
    further: [sources, join(sources, '../../contracts')],
  })
  const pool = startProcessPool<ImageOutputJob, Exclude<ImageOutputAnswer, { failure: string }>>(command, options)
  return {
    async decode(kind, files, where) {
      const answer = await pool.run({ kind, files }).catch((error: Error) => {
        throw outputInvalid(where, 'image-damaged', error.message)
      })
      if ('output' in answer) return answer.output
      throw outputInvalid(where, answer.fault, answer.detail)
    },
    close: pool.close,
  }
}
