import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCells } from '../proportions/ratio-cells.ts'
import { binName, calibrationCellNames, calibrationCells } from './calibration-cells.ts'
import { calibrationErrorFigure, differenceFigure, mostRatio, ratioFigure, skillFigure } from './calibration-figures.ts'
import { calibrationRelease } from './calibration-release.ts'
import { binEdges } from './forecast-bins.ts'
import { type Forecast, type ForecastCase, forecastCase } from './forecast-case.ts'

/** Parameters of the estimator `calibration`, as a protocol fixes them. */
export const calibrationParameters = z.strictObject({
  /** Bins of equal width on [0, 1]. */
  bins: z.number().int().min(2).max(50).default(10),
  /** A case without an output: a forecast of 0 for an event and of 1 for none, or no case. */
  failures: z.enum(['wrong-extreme', 'left-out']).default('wrong-extreme'),
})
export type CalibrationParameters = z.infer<typeof calibrationParameters>

/**
 * Calibration of forecasts in fixed bins: Brier score and skill, observed over expected, in each bin the observed share and
 * the mean difference of forecast and truth, and the expected calibration error. Patients are clusters. Everything but
 * `completion` depends on how common the event is in the sample.
 */
export const calibration: OneRoundEstimator<CalibrationParameters, ForecastCase, MergedCells> = {
  id: 'calibration',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'binned-forecasts',
  variance: 'linearised-between-patients',
  acceptsWeights: false,
  parameters: calibrationParameters,
  caseScore: forecastCase,
  released: ({ bins }) => calibrationRelease(bins),
  counts: ['brier.denominator', 'events.numerator'],
  figures: ({ bins }) => [
    { id: 'brier', range: [0, 1], dependsOnPrevalence: true },
    { id: 'brier.skill', range: [-1e6, 1], measure: 'number', dependsOnPrevalence: true },
    { id: 'observed-over-expected', range: [0, mostRatio], measure: 'ratio', dependsOnPrevalence: true },
    { id: 'expected-calibration-error', range: [0, 1], dependsOnPrevalence: true },
    { id: 'completion', range: [0, 1] },
    ...Array.from({ length: bins }, (_, k) => [
      { id: `${binName(k)}.observed`, range: [0, 1] as const, dependsOnPrevalence: true },
      {
        id: `${binName(k)}.difference`,
        range: [-1, 1] as const,
        measure: 'difference' as const,
        dependsOnPrevalence: true,
      },
    ]).flat(),
  ],
  summarise(cases, { bins, failures }) {
    const completion = cases.map(({ patient, probability }) => ({
      patient,
      numerator: probability === null ? 0 : 1,
      denominator: 1,
    }))
    return {
      estimator: 'calibration',
      version: 1,
      patients: new Set(cases.map(({ patient }) => patient)).size,
      cells: [...ratioCells('completion', completion), ...calibrationCells(scoredOf(cases, failures), edgesOf(bins))],
    }
  },
  merge: (releases, { bins }) => mergeCells(releases, calibrationCellNames(bins)),
  estimate: (merged, { bins }) => [
    clusteredProportion('brier', merged, 'brier', 1),
    skillFigure(merged),
    ratioFigure(merged),
    calibrationErrorFigure(merged, edgesOf(bins)),
    clusteredProportion('completion', merged, 'completion', 1),
    ...Array.from({ length: bins }, (_, k) => [
      clusteredProportion(`${binName(k)}.observed`, merged, `${binName(k)}.observed`, 1),
      differenceFigure(merged, k),
    ]).flat(),
  ],
}

/** Edges of so many bins of equal width over [0, 1], one more than bins. */
export function edgesOf(bins: number): Float64Array {
  return binEdges({ kind: 'equal-width', count: bins }, new Float64Array())
}

function scoredOf(cases: readonly ForecastCase[], failures: CalibrationParameters['failures']): Forecast[] {
  return cases.flatMap(({ patient, truth, probability }) => {
    if (probability === null && failures === 'left-out') return []
    return [{ patient, truth: truth ? 1 : 0, probability: probability ?? (truth ? 0 : 1) }]
  })
}
