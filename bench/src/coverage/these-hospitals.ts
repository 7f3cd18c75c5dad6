import {
  clusteredProportion,
  type Draws,
  type Figure,
  likeThese,
  mergeCells,
  type RatioPart,
  ratioCellNames,
  ratioCells,
  type SiteRelease,
} from '@assay/statistics'

/** Hospitals drawn at random from those like them, whose patients have one case each. */
export interface DrawnHospitals {
  hospitals: number
  patients: number
  /** Share that the middle hospital finds. */
  share: number
  /** Standard deviation of hospitals' logits. */
  deviation: number
}

/** What a method says of one sample, and what is true. */
export interface Said {
  method: string
  lower: number
  upper: number
  truth: number
}

/** Hospitals 5, 10 and 20; patients 50 and 200; the middle one finds 90 %; hospitals alike, somewhat unlike, and unlike. */
export const theseHospitalsCells: readonly DrawnHospitals[] = [5, 10, 20].flatMap((hospitals) =>
  [50, 200].flatMap((patients) =>
    [0, 0.3, 0.6, 1].map((deviation) => ({ hospitals, patients, share: 0.9, deviation })),
  ),
)

/** Points at which the mean share over hospitals is summed. */
const points = 2001

/**
 * One sample of hospitals and patients: the interval about these hospitals (all patients together, clustered by patient)
 * against the share over the patients of these very hospitals, for which it is meant, and against the mean share over
 * hospitals like these, for which it is not; and the interval about hospitals like these against the share of the middle one.
 */
export function sampleTheseHospitals(cell: DrawnHospitals, draws: Draws): Said[] {
  const middle = Math.log(cell.share / (1 - cell.share))
  const shares = Array.from({ length: cell.hospitals }, () => shareAt(middle + cell.deviation * draws.normal()))
  const releases = shares.map((share, index) => releaseOf(`${index}`, drawCases(cell.patients, share, draws)))
  const over = (some: readonly SiteRelease[]) =>
    clusteredProportion('f', mergeCells(some, Object.values(ratioCellNames('f'))), 'f')
  const these = over(releases)
  const like = likeThese(releases.map((release) => ({ site: release.site, figure: over([release]) })))
  const own = shares.reduce((sum, share) => sum + share, 0) / shares.length
  return [
    said('about these hospitals, of these hospitals', these, own),
    said('about these hospitals, of hospitals like these', these, meanShare(middle, cell.deviation)),
    said('about hospitals like these, of hospitals like these', like, cell.share),
  ]
}

function shareAt(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

function drawCases(patients: number, share: number, draws: Draws): RatioPart[] {
  return Array.from({ length: patients }, (_, index) => ({
    ...{ patient: `${index}`, numerator: draws.uniform() < share ? 1 : 0, denominator: 1 },
  }))
}

function releaseOf(site: string, cases: readonly RatioPart[]): SiteRelease {
  const cells = ratioCells('f', cases).map(({ name, value }) => [name, { kind: 'exact' as const, value }])
  return { site, released: { estimator: 'coverage', version: 1, cells: Object.fromEntries(cells) } }
}

/** No interval misses. */
function said(method: string, figure: Figure, truth: number): Said {
  if (figure.status !== 'estimated') return { method, lower: 1, upper: 0, truth }
  const { lower, upper } = figure.interval
  return { method, lower, upper, truth }
}

/** The mean share over hospitals whose logits are normal, by the trapezoidal rule over eight standard deviations. */
function meanShare(middle: number, deviation: number): number {
  let [sum, weights] = [0, 0]
  for (let index = 0; index < points; index++) {
    const z = -8 + (16 * index) / (points - 1)
    const weight = Math.exp((-z * z) / 2)
    sum += weight * shareAt(middle + deviation * z)
    weights += weight
  }
  return sum / weights
}
