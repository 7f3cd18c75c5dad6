import { type Extent, within } from '../frame/extent.ts'
import type { SiteExtents } from '../frame/merge-cells.ts'
import type { RatioSums } from './ratio-cells.ts'

type Part = keyof RatioSums

/** What the cells of a ratio can be at one site. */
export type RatioExtents = Record<Part, Extent>

/** Whole numbers that are a little off by arithmetic. */
const slack = 1e-9

/**
 * What the cells of a ratio can be at one site, from what each can be alone, what the site declared, and what sums over
 * patients with 0 ≤ a ≤ n and n ≥ 1 always obey: a ≤ n, K ≤ Σn ≤ Σn² ≤ (Σn)², (Σn)² ≤ K Σn², Σd² ≤ Σn², (Σdn)² ≤ Σd² Σn².
 * Undefined where something stays unbounded, or where nothing fits.
 * @param mostPerCase the largest denominator that one case can have; not given where there is none
 */
export function ratioExtents(
  { extents, declared }: SiteExtents<Part>,
  mostPerCase = Number.POSITIVE_INFINITY,
): RatioExtents | undefined {
  if (isKnown(extents)) return extents
  const cases = declared.cases ?? Number.POSITIVE_INFINITY
  let site: RatioExtents = {
    numerator: within(extents.numerator, 0, Number.POSITIVE_INFINITY),
    denominator: within(extents.denominator, 0, cases === 0 ? 0 : cases * mostPerCase),
    'denominator-squared': within(extents['denominator-squared'], 0, Number.POSITIVE_INFINITY),
    'deviation-squared': within(extents['deviation-squared'], 0, Number.POSITIVE_INFINITY),
    'deviation-product': extents['deviation-product'],
    patients: within(extents.patients, 0, Math.min(cases, declared.patients ?? cases)),
  }
  for (let pass = 0; pass < 4; pass++) site = tighten(site)
  const all = Object.values(site)
  const isBounded = all.every(({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper))
  const isEmpty = all.some(({ lower, upper }) => lower > upper + slack * (1 + Math.abs(upper)))
  return isBounded && !isEmpty ? site : undefined
}

/** Whether every cell of a site is known. */
export function isKnown(extents: RatioExtents): boolean {
  return Object.values(extents).every(({ lower, upper }) => lower === upper)
}

function tighten(site: RatioExtents): RatioExtents {
  const patients = patientsOf(site)
  const denominator = denominatorOf({ ...site, patients })
  const squares = squaresOf({ ...site, patients, denominator })
  const deviations = within(site['deviation-squared'], 0, squares.upper)
  const reach = squares.upper === 0 || deviations.upper === 0 ? 0 : Math.sqrt(deviations.upper * squares.upper)
  return {
    patients,
    denominator,
    'denominator-squared': squares,
    'deviation-squared': deviations,
    numerator: within(site.numerator, 0, denominator.upper),
    'deviation-product': within(site['deviation-product'], -reach, reach),
  }
}

function patientsOf({ patients, denominator, 'denominator-squared': squares }: RatioExtents): Extent {
  const fewest = squares.upper > 0 && Number.isFinite(squares.upper) ? denominator.lower ** 2 / squares.upper : 0
  const bounded = within(patients, fewest, denominator.upper)
  return { lower: Math.ceil(bounded.lower - slack), upper: Math.floor(bounded.upper + slack) }
}

function denominatorOf({ patients, numerator, denominator, 'denominator-squared': squares }: RatioExtents): Extent {
  const byCauchy = patients.upper === 0 ? 0 : Math.sqrt(patients.upper * squares.upper)
  return within(
    denominator,
    Math.max(numerator.lower, patients.lower, Math.sqrt(squares.lower)),
    Math.min(byCauchy, squares.upper),
  )
}

/** Most where one patient has all that the others, with one each, leave. */
function squaresOf({ patients, denominator, 'denominator-squared': squares }: RatioExtents): Extent {
  const others = Math.max(0, patients.lower - 1)
  const least = patients.upper > 0 ? denominator.lower ** 2 / patients.upper : 0
  return within(squares, Math.max(least, denominator.lower), (denominator.upper - others) ** 2 + others)
}
