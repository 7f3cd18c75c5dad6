import type { Photograph } from './photograph.ts'

/** A photograph that a process is to decode. */
export interface PhotographJob {
  readonly bytes: Uint8Array
  readonly page: number | undefined
}

/** What it answers: the photograph, or why there is none. */
export type PhotographAnswer =
  | { readonly photograph: Photograph }
  | { readonly refusal: string; readonly isUnsupported: boolean }
  | { readonly failure: string }
