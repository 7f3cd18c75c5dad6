/** A case that an earlier and a later version of a device answered. */
export interface VersionCase {
  readonly patient: string
  /** Score, call (0 or 1), grade, or numerator of a ratio; of the earlier and the later version. */
  readonly earlier: number
  readonly later: number
  /** What is true: 1 diseased or 0; the grade or the value of the reference. */
  readonly truth?: number
  /** Denominators of a ratio. */
  readonly of?: { readonly earlier: number; readonly later: number }
}
