import { type DecodingPool, startDecodingPool } from './dicom/decoding/start-decoding-pool.ts'
import { type OutputPool, startOutputPool } from './outputs/start-output-pool.ts'
import { type PhotographPool, startPhotographPool } from './photographs/start-photograph-pool.ts'

/** What decodes images of others, in processes without keys, database or network, which may die. */
export interface ImageDecoders {
  /** Frames of DICOM. */
  readonly decoding: DecodingPool
  readonly photographs: PhotographPool
  /** What devices left. */
  readonly outputs: OutputPool
}

/** Decoders of every kind. Their processes start when they are wanted, and don't keep a program alive. */
export function startImageDecoders(): ImageDecoders & { close(): void } {
  const [decoding, photographs, outputs] = [startDecodingPool(), startPhotographPool(), startOutputPool()]
  const close = () => {
    decoding.close()
    photographs.close()
    outputs.close()
  }
  return { decoding, photographs, outputs, close }
}
