import {
  clusteredProportion,
  type Draws,
  likeThese,
  mergeCells,
  ratioCellNames,
  ratioCells,
  type SiteRelease,
} from '@assay/statistics'
import { drawBinomial } from '@assay/statistics/resampling'
import { said } from './clustered-shares.ts'
import type { Said, Study } from './study.ts'

/** Hospitals drawn at random from those like them, whose patients have one case each. */
export interface DrawnHospitals {
  hospitals: number
  patients: number
  /** Share that the middle hospital finds. */
  share: number
  /** Standard deviation of hospitals' logits. */
  deviation: number
}

/** Hospitals 5, 10 and 20; patients 50 and 200; the middle one finds 90 %; hospitals alike, somewhat unlike, and unlike. */
const theseHospitalsCells: readonly DrawnHospitals[] = [5, 10, 20].flatMap((hospitals) =>
  [50, 200].flatMap((patients) =>
    [0, 0.3, 0.6, 1].map((deviation) => ({ hospitals, patients, share: 0.9, deviation })),
  ),
)

const pooledForThese = 'about these hospitals, of these hospitals'
const pooledForLike = 'about these hospitals, of hospitals like these'
const randomEffects = 'about hospitals like these, of hospitals like these'

/** Points at which the mean share over hospitals is summed. */
const points = 2001

/**
 * One sample of hospitals and patients: the interval about these hospitals (all patients together, clustered by patient)
 * against the share over the patients of these very hospitals, for which it is meant, and against the mean share over
 * hospitals like these, for which it is not; and the interval about hospitals like these against the share of the middle one. Where hospitals do not differ at all, the floor of the Hartung–Knapp variance makes the latter wider than it needs to be.
 */
function sampleTheseHospitals(cell: DrawnHospitals, draws: Draws): Said[] {
  const middle = Math.log(cell.share / (1 - cell.share))
  const shares = Array.from({ length: cell.hospitals }, () => shareAt(middle + cell.deviation * draws.normal()))
  const sites = shares.map((share, index) => ({
    site: `${index}`,
    released: releasedOf(cell.patients, drawBinomial(cell.patients, share, draws)),
  }))
  const over = (some: readonly SiteRelease[]) =>
    clusteredProportion('f', mergeCells(some, Object.values(ratioCellNames('f'))), 'f')
  const these = over(sites)
  const like = likeThese(sites.map((release) => ({ site: release.site, figure: over([release]) })))
  const own = shares.reduce((sum, share) => sum + share, 0) / shares.length
  return [
    said(pooledForThese, these, own),
    said(pooledForLike, these, meanShare(middle, cell.deviation)),
    said(randomEffects, like, cell.share),
  ]
}

function shareAt(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

const releases = new Map<string, SiteRelease['released']>()

/** What a hospital releases of so many patients with one case each. The order of patients makes no difference, so it is kept. */
function releasedOf(patients: number, found: number): SiteRelease['released'] {
  const key = `${found}/${patients}`
  const kept = releases.get(key)
  if (kept) return kept
  const cases = Array.from({ length: patients }, (_, index) => ({
    patient: `${index}`,
    numerator: index < found ? 1 : 0,
    denominator: 1,
  }))
  const cells = ratioCells('f', cases).map(({ name, value }) => [name, { kind: 'exact' as const, value }])
  const released = { estimator: 'coverage', version: 1, cells: Object.fromEntries(cells) }
  releases.set(key, released)
  return released
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

/** What the interval about these hospitals does where hospitals like these were meant. */
export const theseHospitals: Study<DrawnHospitals> = {
  id: 'these-hospitals',
  title: 'These hospitals, and hospitals like these',
  about:
    'Hospitals are drawn at random, their logits normal about that of 0.9; patients have one case each. The interval about these hospitals (all patients together) is held against the share of their own patients, and against the mean share of hospitals like these, for which it is not meant; the interval about hospitals like these against the share of the middle one. Where hospitals do not differ at all, the floor of the Hartung–Knapp variance makes the latter wider than it needs to be.',
  cells: theseHospitalsCells,
  place: ({ hospitals, patients, deviation }) => ({ hospitals, patients, deviation }),
  claims: {
    [pooledForThese]: { kind: 'asymptotic', from: '200 patients a hospital', holds: ({ patients }) => patients >= 200 },
    [pooledForLike]: { kind: 'shown' },
    [randomEffects]: {
      kind: 'asymptotic',
      from: '10 hospitals of 50 patients, where hospitals differ',
      holds: ({ hospitals, deviation }) => hospitals >= 10 && deviation > 0,
    },
  },
  how: { kind: 'sampled', sample: sampleTheseHospitals },
}
