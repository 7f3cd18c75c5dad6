import { type FindingPlace, type FindingSlice, sliceOfFinding } from '@assay/contracts'

/** Where the picture of a place is: the last slice of its region, in the series or in the file that it names, with the region framed unless it is the slice as a whole. */
export function sliceAddress(
  studyId: string,
  where: FindingPlace,
  ofRule: string | null,
): (FindingSlice & { path: string }) | undefined {
  const place = sliceOfFinding(where, ofRule)
  if (!place) return undefined
  const { series, file, slice, from, to } = place
  const ofFile = file === undefined ? {} : { file }
  const query = new URLSearchParams({ series, ...ofFile, slice: `${slice}`, from: from.join(','), to: to.join(',') })
  return { ...place, path: `/api/studies/${encodeURIComponent(studyId)}/slice.png?${query}` }
}
