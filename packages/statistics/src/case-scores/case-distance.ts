import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import type { Reference } from '../frame/reference.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells, ratioFault } from '../proportions/ratio-cells.ts'

/** Parameters of the estimator `case-distance`, as a protocol fixes them. */
const parameters = z.strictObject({
  /** The largest distance that a case can have, millimetres: what is farther counts as this. */
  most: z.number().positive().max(10_000).default(500),
})

const measuredCase = z.object({
  patient: z.string().min(1),
  /** Millimetres, 0 the best; of a failed output, what the task says that it counts as. */
  distance: z.number().min(0),
  /** Whether the device gave no output. */
  failed: z.boolean(),
})

type Parameters = z.infer<typeof parameters>
type Case = z.infer<typeof measuredCase>

const cellNames = ['mean', 'completion'].flatMap((name) => Object.values(ratioCellNames(name)))

/**
 * The mean over cases of a distance in millimetres, such as the 95 % Hausdorff distance. Cases of a patient are one cluster: the linearised
 * variance between patients on the distance itself, with t on K_eff − 1 degrees of freedom, within 0 and the largest. What leaves a site is
 * the distance as a share of the largest.
 * Source: Woodruff, *JASA* 66:411–414 (1971); Kish, *Survey Sampling* (1965), 8.2.
 */
export const caseDistance: OneRoundEstimator<Parameters, Case, MergedCells> = {
  id: 'case-distance',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: measuredCase,
  acceptsWeights: false,
  released: caseDistanceRelease,
  counts: [],
  figures: ({ most }) => [
    { id: 'mean', range: [0, most], measure: 'number' },
    { id: 'completion', range: [0, 1] },
  ],
  summarise: (cases, { most }) => ({
    estimator: 'case-distance',
    version: 1,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    cells: [
      ...ratioCells(
        'mean',
        cases.map((one) => part(one, Math.min(one.distance, most) / most)),
      ),
      ...ratioCells(
        'completion',
        cases.map((one) => part(one, one.failed ? 0 : 1)),
      ),
    ],
  }),
  merge: (releases) => mergeCells(releases, cellNames),
  estimate: (merged, { most }) => [
    inMillimetres(clusteredProportion('mean', merged, 'mean', 1), most),
    clusteredProportion('completion', merged, 'completion', 1),
  ],
}

function part({ patient }: Case, numerator: number): RatioPart {
  return { patient, numerator, denominator: 1 }
}

/** A share of the largest distance as a distance; its interval is symmetric on the distance, not on a logit. Bounds of a share are none of a distance. */
function inMillimetres(figure: Figure, most: number): Figure {
  if (figure.status === 'bounded') {
    const { id, reason, sites } = figure
    return { id, status: 'not-estimable', reason, sites }
  }
  if (figure.status !== 'estimated') return figure
  const { id, patients, effectivePatients } = figure
  if (figure.reference.scale !== 'logit-t') return { id, status: 'undefined', reason: 'no-variance', patients }
  const share = figure.estimate
  const reference: Reference = {
    scale: 't',
    location: share * most,
    degreesOfFreedom: figure.reference.degreesOfFreedom,
    standardError: figure.reference.standardError * share * (1 - share) * most,
    within: [0, most],
  }
  const { level } = figure.interval
  const tail = (1 - level) / 2
  return {
    id,
    status: 'estimated',
    estimate: share * most,
    reference,
    patients,
    effectivePatients,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: 'linearised-t',
    },
  }
}

function caseDistanceRelease(): z.ZodType<Released> {
  return releasedBy('case-distance', 1, cellNames).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const name of ['mean', 'completion']) {
      const sums = takeValues(exact, ratioCellNames(name))
      const fault = sums && ratioFault(sums)
      if (fault) context.addIssue({ code: 'custom', message: `${name}: ${fault}` })
    }
  })
}
