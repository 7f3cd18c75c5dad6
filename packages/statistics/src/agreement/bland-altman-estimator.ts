import { z } from 'zod'
import { normalQuantile } from '../distributions/normal.ts'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues } from '../frame/exact-values.ts'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells, takeCells } from '../frame/merge-cells.ts'
import { sumCell } from '../frame/patient-sums.ts'
import type { Reference } from '../frame/reference.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'

/** Parameters of the estimator `bland-altman`, as a protocol fixes them. */
const parameters = z.strictObject({
  /** Share of differences between the limits of agreement. */
  coverage: z.number().gt(0.5).lt(1).default(0.95),
})

const measuredCase = z.object({
  patient: z.string().min(1),
  /** In the unit of measurement, both. */
  reference: z.number(),
  /** Null where the device gave no output: the case is left out here, and completion has it. */
  device: z.number().nullable(),
})

type Parameters = z.infer<typeof parameters>
type Case = z.infer<typeof measuredCase>

const names = { measured: 'measured', difference: 'difference', squares: 'deviation-squared' }
const cellNames = [...Object.values(names), ...Object.values(ratioCellNames('completion'))]
const most = Number.MAX_VALUE

/**
 * Limits of agreement of the device with the reference, device minus reference, over all sites' cases: bias, and both limits, each with an interval
 * by t on n − 1 degrees of freedom, those of the limits by their approximate variance. One case a patient.
 * Source: Bland, Altman, *Lancet* 327:307–310 (1986), *Stat. Methods Med. Res.* 8:135–160 (1999).
 */
export const blandAltmanEstimator: OneRoundEstimator<Parameters, Case, MergedCells> = {
  id: 'bland-altman',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'limits-of-agreement',
  variance: 'normal-differences',
  parameters,
  caseScore: measuredCase,
  acceptsWeights: false,
  released: releaseSchema,
  counts: [],
  figures: () => [
    ...['bias', 'lower-limit', 'upper-limit'].map((id) => ({
      id,
      range: [-most, most] as const,
      measure: 'number' as const,
    })),
    { id: 'completion', range: [0, 1] },
  ],
  summarise(cases) {
    if (new Set(cases.map(({ patient }) => patient)).size < cases.length)
      throw new RangeError('cases: a patient has several, and bland-altman takes one')
    const differences = cases.flatMap(({ reference, device }) => (device === null ? [] : [device - reference]))
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
    return {
      estimator: 'bland-altman',
      version: 1,
      patients: cases.length,
      cells: [
        sumCell(
          names.measured,
          differences.map(() => 1),
        ),
        sumCell(names.difference, differences),
        sumCell(
          names.squares,
          differences.map((value) => (value - mean) ** 2),
        ),
        ...ratioCells(
          'completion',
          cases.map(({ patient, device }) => ({ patient, numerator: device === null ? 0 : 1, denominator: 1 })),
        ),
      ],
    }
  },
  merge: (releases) => mergeCells(releases, cellNames),
  estimate: (merged, given) => [
    ...limitFigures(merged, given),
    clusteredProportion('completion', merged, 'completion', 1),
  ],
}

function releaseSchema(): z.ZodType<Released> {
  return releasedBy('bland-altman', 1, cellNames).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    const [measured, squares] = [exact.get(names.measured) ?? 0, exact.get(names.squares) ?? 0]
    if (!(Number.isInteger(measured) && measured >= 0))
      context.addIssue({ code: 'custom', message: 'measured: no count' })
    if (squares < 0) context.addIssue({ code: 'custom', message: 'deviation-squared: below zero' })
  })
}

const level = 0.95

function limitFigures(merged: MergedCells, { coverage }: Parameters): Figure[] {
  const ids = ['bias', 'lower-limit', 'upper-limit'] as const
  const taken = takeCells(merged, names)
  if (!taken.known) return ids.map((id) => ({ id, status: 'not-estimable', reason: taken.reason, sites: taken.sites }))
  const sites = taken.sites.filter(({ measured }) => measured > 0)
  const n = sites.reduce((sum, { measured }) => sum + measured, 0)
  if (n < 3) return ids.map((id) => ({ id, status: 'undefined', reason: 'too-few-patients', patients: n }))
  const mean = sites.reduce((sum, { difference }) => sum + difference, 0) / n
  const squares = sites.reduce(
    (sum, site) => sum + site.squares + site.measured * (site.difference / site.measured - mean) ** 2,
    0,
  )
  const deviation = Math.sqrt(squares / (n - 1))
  const z = normalQuantile((1 + coverage) / 2)
  const ofLimit = deviation * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)))
  return [
    figureOf('bias', mean, deviation / Math.sqrt(n), n),
    figureOf('lower-limit', mean - z * deviation, ofLimit, n),
    figureOf('upper-limit', mean + z * deviation, ofLimit, n),
  ]
}

function figureOf(id: string, estimate: number, standardError: number, n: number): Figure {
  const reference: Reference = { scale: 't', location: estimate, standardError, degreesOfFreedom: n - 1 }
  const tail = (1 - level) / 2
  return {
    id,
    status: 'estimated',
    estimate,
    reference,
    patients: n,
    effectivePatients: n,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: 'bland-altman',
    },
  }
}
