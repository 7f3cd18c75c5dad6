import type { ImageOutput, ImageOutputKind } from './image-output.ts'
import type { OutputFault } from './refuse-output.ts'

/** An image of a device that a process is to decode. */
export interface ImageOutputJob {
  readonly kind: ImageOutputKind
  readonly files: readonly Uint8Array[]
}

/** What it answers: the image, or what is wrong with it. */
export type ImageOutputAnswer =
  | { readonly output: ImageOutput }
  | { readonly fault: OutputFault; readonly detail: string }
  | { readonly failure: string }
