import type { ExposureEndpoint, Spending } from '@assay/statistics/looks'

/** What `assay statistics looks` was asked for. */
export interface LooksOptions {
  readonly looks?: number
  readonly alpha: number
  readonly spending: Spending
  readonly accumulating?: boolean
  readonly overlap?: boolean
  readonly sameCase?: number
  readonly correlation?: number
  readonly endpoint?: ExposureEndpoint
  readonly cut?: number
  readonly estimates?: readonly number[]
  readonly errors?: readonly number[]
  readonly bound?: number
  readonly attack?: boolean
  readonly cases: number
  readonly queries: number
  readonly picture?: string
  readonly words: readonly unknown[]
}
