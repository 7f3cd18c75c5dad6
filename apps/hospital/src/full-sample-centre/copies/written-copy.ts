/** Where a de-identified copy was written. */
export interface WrittenCopy {
  readonly draft: string
  /** Where it begins in a pack; undefined for a large one with a file of its own. */
  readonly start: number | undefined
  readonly size: number
}
