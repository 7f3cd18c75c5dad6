import type { FindingPlace } from '@assay/contracts'

/** Where the picture of a place is: the last slice of its region, in the series or in the file that it names, with the region framed unless it is the slice as a whole. */
export function sliceAddress(
  studyId: string,
  { series: own, file, region }: FindingPlace,
  ofRule: string | null,
): { path: string; slice: number; isFramed: boolean } | undefined {
  const series = own ?? ofRule
  if (!series || !region) return undefined
  const [from, to] = [region.from.slice(0, 2), region.to.slice(0, 2)]
  const slice = region.to[2]
  const ofFile = file === undefined ? {} : { file }
  const query = new URLSearchParams({ series, ...ofFile, slice: `${slice}`, from: from.join(','), to: to.join(',') })
  const isFramed = from.some((place) => place > 0)
  return { path: `/api/studies/${encodeURIComponent(studyId)}/slice.png?${query}`, slice, isFramed }
}
