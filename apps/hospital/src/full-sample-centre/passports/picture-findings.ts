import { type QualityPassport, sliceOfFinding } from '@assay/contracts'
import type { FindingPicture } from '@assay/report'
import type { AskedSlice } from '../index/draw-slice.ts'

/** Pictures of a rule, and of a passport as a whole. */
const mostOfRule = 3
const mostPictures = 24

/**
 * Pictures of what a study's passport found, for the hospital's own eyes: the slice of each place with the region framed, three a
 * rule. What can't be drawn (no image, not stored, not decoded) is left out.
 */
export async function pictureFindings(
  passport: QualityPassport,
  studyId: string,
  draw: (asked: AskedSlice) => Promise<Buffer>,
): Promise<FindingPicture[]> {
  const pictures: FindingPicture[] = []
  for (const [outcome, { findings, series, verdict }] of passport.outcomes.entries()) {
    if (verdict === 'accept') continue
    const places = findings.flatMap(({ where }) => (where && sliceOfFinding(where, series)) ?? [])
    for (const place of places.slice(0, mostOfRule)) {
      if (pictures.length === mostPictures) return pictures
      const png = await drawOrNothing(() => draw(askedOf(studyId, place)))
      if (png) pictures.push({ outcome, png, ...place })
    }
  }
  return pictures
}

function askedOf(studyId: string, place: NonNullable<ReturnType<typeof sliceOfFinding>>): AskedSlice {
  const { series, file, slice, from, to } = place
  return { studyId, series, file, slice, region: { from, to } }
}

async function drawOrNothing(draw: () => Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await draw()
  } catch {
    // The finding stands without its picture.
    return undefined
  }
}
