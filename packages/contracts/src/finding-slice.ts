import type { FindingPlace } from './quality.ts'

/** The slice that shows a place, and the part of it that is meant. */
export interface FindingSlice {
  readonly series: string
  readonly file?: string
  /** From 0 on. */
  readonly slice: number
  /** First and last pixel: column, row. */
  readonly from: [number, number]
  readonly to: [number, number]
  /** Whether a part of the slice is meant, not all of it. */
  readonly isFramed: boolean
  /** A place that counts in frames may be in a photograph, which is no slice. */
  readonly isSlice: boolean
}

/**
 * The last slice of a place's region, in the series or in the file that it names. Undefined for a place that is in no image.
 * @param ofRule series that the rule was asked of, where the place names none
 */
export function sliceOfFinding(
  { series: own, file, frame, region }: FindingPlace,
  ofRule: string | null,
): FindingSlice | undefined {
  const series = own ?? ofRule
  if (!series || !region) return undefined
  const [[left, top], [right, bottom, slice]] = [region.from, region.to]
  return {
    series,
    ...(file === undefined ? {} : { file }),
    slice,
    from: [left, top],
    to: [right, bottom],
    isFramed: left > 0 || top > 0,
    isSlice: frame === undefined,
  }
}
