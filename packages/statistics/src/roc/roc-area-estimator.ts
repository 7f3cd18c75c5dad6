import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import type { Figure, FigureDescription } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells, takeCells } from '../frame/merge-cells.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { heterogeneity } from '../many-sites/heterogeneity.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { areaReference } from './area-interval.ts'
import { completionParts, fromThreshold, type ScoredCase, scoredCase, thresholdParts } from './scored-case.ts'
import { type AreaSums, areaCellNames, siteAreaCells, siteAreaOf } from './site-area-cells.ts'
import { type SiteArea, stratifiedArea } from './stratified-area.ts'

/** Parameters of the estimator `roc-area`, as a protocol fixes them. */
export const areaParameters = z.strictObject({
  /** How much each site's own area counts: by its pairs, its cases, the inverse of its variance, or all the same. */
  weights: z.enum(['pairs', 'cases', 'inverse-variance', 'equal']).default('pairs'),
  /** Thresholds at which the device may be used, one for all sites: sensitivity and specificity from them on. By default one half, for probabilities. */
  operatingPoints: z.array(z.number()).min(1).max(20).default([0.5]),
})
type AreaParameters = z.infer<typeof areaParameters>

/**
 * The mean over sites of the ROC area within each, whose scores are never compared with another site's: a scanner that shifts all scores
 * leaves it as it is. So it stands beside how the sites differ, and beside sensitivity and specificity at one threshold for all, where the
 * shift shows. Cases of a patient are one cluster. A failed output is the wrong extreme.
 */
export const rocAreaEstimator: OneRoundEstimator<AreaParameters, ScoredCase, MergedCells> = {
  id: 'roc-area',
  version: 1,
  kind: 'stratified-exact',
  pointEstimate: 'weighted-mean-of-site-areas',
  variance: 'obuchowski-within-sites',
  parameters: areaParameters,
  caseScore: scoredCase,
  acceptsWeights: false,
  released: areaRelease,
  counts: [],
  figures: describeFigures,
  summarise(cases, { operatingPoints }) {
    const points = operatingPoints.flatMap((threshold) => {
      const { sensitivity, specificity } = thresholdParts(cases, threshold)
      return [
        ...ratioCells(fromThreshold('sensitivity', threshold), sensitivity),
        ...ratioCells(fromThreshold('specificity', threshold), specificity),
      ]
    })
    return {
      estimator: 'roc-area',
      version: 1,
      patients: new Set(cases.map(({ patient }) => patient)).size,
      cells: [...siteAreaCells(cases), ...points, ...ratioCells('completion', completionParts(cases))],
    }
  },
  merge: (releases, parameters) => mergeCells(releases, cellNames(parameters)),
  estimate: (merged, parameters) => [
    areaFigure(merged, parameters),
    ...ratioNames(parameters).map((id) => clusteredProportion(id, merged, id, 1)),
  ],
}

function ratioNames({ operatingPoints }: AreaParameters): string[] {
  const points = operatingPoints.flatMap((threshold) => [
    fromThreshold('sensitivity', threshold),
    fromThreshold('specificity', threshold),
  ])
  return [...points, 'completion']
}

function cellNames(parameters: AreaParameters): string[] {
  const ratios = ratioNames(parameters).flatMap((name) => Object.values(ratioCellNames(name)))
  return [...Object.values(areaCellNames), ...ratios]
}

function describeFigures(parameters: AreaParameters): FigureDescription[] {
  return [
    { id: 'area', range: [0, 1], measure: 'number' },
    ...ratioNames(parameters).map((id) => ({ id, range: [0, 1] as const })),
  ]
}

/** Counts are whole, wins are half pairs at most as many as there are, patients no more than cases, spreads no less than 0. */
function areaRelease(parameters: AreaParameters): z.ZodType<Released> {
  return releasedBy('roc-area', 1, cellNames(parameters)).superRefine(({ cells }, context) => {
    const sums = takeValues(exactValues(cells), areaCellNames)
    if (!sums) return
    for (const [name, holds] of rules)
      if (!holds(sums)) context.addIssue({ code: 'custom', message: `${areaCellNames[name]}: not of any cases` })
  })
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0

const rules: readonly (readonly [keyof typeof areaCellNames, (sums: AreaSums) => boolean])[] = [
  ['diseased', ({ diseased }) => isCount(diseased)],
  ['healthy', ({ healthy }) => isCount(healthy)],
  ['diseasedPatients', ({ diseasedPatients, diseased }) => isPatients(diseasedPatients, diseased)],
  ['healthyPatients', ({ healthyPatients, healthy }) => isPatients(healthyPatients, healthy)],
  [
    'patients',
    ({ patients, diseasedPatients, healthyPatients }) =>
      isCount(patients) &&
      patients >= Math.max(diseasedPatients, healthyPatients) &&
      patients <= diseasedPatients + healthyPatients,
  ],
  ['wins', ({ wins, diseased, healthy }) => isCount(2 * wins) && wins <= diseased * healthy],
  ['diseasedSpread', ({ diseasedSpread, diseased }) => diseasedSpread >= 0 && diseasedSpread <= diseased ** 2],
  ['healthySpread', ({ healthySpread, healthy }) => healthySpread >= 0 && healthySpread <= healthy ** 2],
  [
    'product',
    ({ product, diseasedSpread, healthySpread }) =>
      Math.abs(product) <= Math.sqrt(diseasedSpread * healthySpread) * (1 + 1e-9) + 1e-12,
  ],
]

/** As many patients as cases at most, and none only where there is no case. */
function isPatients(patients: number, cases: number): boolean {
  return isCount(patients) && patients <= cases && (cases === 0 || patients > 0)
}

const level = 0.95

function areaFigure(merged: MergedCells, { weights }: AreaParameters): Figure {
  const id = 'area'
  const taken = takeCells(merged, areaCellNames)
  if (!taken.known) return { id, status: 'not-estimable', reason: taken.reason, sites: taken.sites }
  const patients = taken.sites.reduce((sum, site) => sum + site.patients, 0)
  const none = (reason: 'empty-class' | 'too-few-patients' | 'no-variance'): Figure => ({
    id,
    status: 'undefined',
    reason,
    patients,
  })
  // A site without a pair has nothing to say, and weighs nothing by pairs; by any other weight it would.
  const withPairs = taken.sites.filter(({ diseased, healthy }) => diseased > 0 && healthy > 0)
  if (withPairs.length === 0 || (weights !== 'pairs' && withPairs.length < taken.sites.length))
    return none('empty-class')
  const sites = withPairs.map((sums, index) => siteOf(sums, index))
  if (sites.some(({ variance }) => Number.isNaN(variance))) return none('too-few-patients')
  const pooled = stratifiedArea(sites, weights)
  if (pooled.status === 'undefined') return none('no-variance')
  const smaller = smallerClass(pooled.weights, withPairs)
  const reference = areaReference({ ...pooled, diseased: smaller, healthy: smaller }, 'logit')!
  const tail = (1 - level) / 2
  const differences = sites.every(({ variance }) => variance > 0) ? heterogeneity(effectsOf(sites)) : undefined
  return {
    id,
    status: 'estimated',
    estimate: pooled.estimate,
    reference,
    patients,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: reference.scale === 'beta' ? 'clopper-pearson' : reference.scale,
    },
    effectivePatients: smaller,
    ...(differences?.status === 'estimated'
      ? {
          heterogeneity: {
            q: differences.q,
            iSquared: differences.iSquared,
            tauSquared: differences.tauSquared,
            sites: sites.length,
          },
        }
      : {}),
  }
}

function siteOf(sums: AreaSums, index: number): SiteArea {
  const { area, variance } = siteAreaOf(sums)!
  const { diseased, healthy } = sums
  return { site: `${index}`, area, variance: variance ?? Number.NaN, diseased, healthy }
}

function effectsOf(sites: readonly SiteArea[]) {
  return sites.map(({ site, area, variance }) => ({ site, estimate: area, variance }))
}

/** Patients of the smaller class that an area over sites rests on: with shares w of sites of k, 1 / Σ w² / k, never more than there are. */
function smallerClass(weights: readonly { share: number }[], sites: readonly AreaSums[]): number {
  const own = sites.map(({ diseasedPatients, healthyPatients }) => Math.min(diseasedPatients, healthyPatients))
  return 1 / weights.reduce((sum, { share }, index) => sum + share ** 2 / own[index]!, 0)
}
