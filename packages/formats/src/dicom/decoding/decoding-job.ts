import type { Codec } from '../transfer-syntaxes.ts'

/** A compressed frame, and what its header says that it becomes. */
export interface DecodingJob {
  readonly codec: Exclude<Codec, 'rle'>
  readonly rows: number
  readonly columns: number
  readonly samples: 1 | 3
  readonly bitsAllocated: number
  readonly bitsStored: number
  readonly isSigned: boolean
  readonly photometric: string
  readonly bytes: Uint8Array
}

/** What a decoding process answers: the frame's native bytes, little-endian, colours pixel by pixel; or why there are none. */
export type DecodingAnswer = { readonly bytes: Uint8Array } | { readonly failure: string }
