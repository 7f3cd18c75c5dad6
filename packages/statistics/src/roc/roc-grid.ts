import type { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues } from '../frame/exact-values.ts'
import type { Figure, FigureDescription } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells, takeCells } from '../frame/merge-cells.ts'
import { sumCell } from '../frame/patient-sums.ts'
import type { Reference } from '../frame/reference.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { areaReference } from './area-interval.ts'
import { type GridCounts, gridCurve, gridErrorOfArea, influenceVariance, sumOf } from './grid-curve.ts'
import { type GridParameters, gridParameters } from './grid-parameters.ts'
import { partialArea } from './partial-area.ts'
import { falsePositiveRatesAt, type RocCurve, sensitivitiesAt } from './roc-curve.ts'
import {
  completionParts,
  countedScore,
  fromThreshold,
  type ScoredCase,
  scoredCase,
  thresholdParts,
} from './scored-case.ts'

/**
 * The ROC curve of all sites together on a grid of scores that the protocol locks: area, a part of it, sensitivity at specificities and the
 * reverse, and sensitivity and specificity at operating points. What the grid hides is bounded: the figure of the scores themselves lies within
 * `gridError`. One case a patient. A failed output is the wrong extreme. Sites' scores are compared with each other: a shift between sites
 * shows in the area, as it would at one threshold for all.
 */
export const rocGrid: OneRoundEstimator<GridParameters, ScoredCase, MergedCells> = {
  id: 'roc-grid',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'binned-scores',
  variance: 'influence-of-cases',
  parameters: gridParameters,
  caseScore: scoredCase,
  acceptsWeights: false,
  released: gridRelease,
  counts: [],
  figures: describeFigures,
  summarise(cases, parameters) {
    refuseSeveralCases(cases)
    const points = parameters.operatingPoints.flatMap((threshold) => {
      const { sensitivity, specificity } = thresholdParts(cases, threshold)
      return [
        ...ratioCells(fromThreshold('sensitivity', threshold), sensitivity),
        ...ratioCells(fromThreshold('specificity', threshold), specificity),
      ]
    })
    return {
      estimator: 'roc-grid',
      version: 1,
      patients: cases.length,
      cells: [...binCells(cases, parameters), ...points, ...ratioCells('completion', completionParts(cases))],
    }
  },
  merge: (releases, parameters) => mergeCells(releases, cellNames(parameters)),
  estimate: (merged, parameters) => [
    ...curveFigures(merged, parameters),
    ...parameters.operatingPoints.flatMap((threshold) =>
      (['sensitivity', 'specificity'] as const).map((measure) => {
        const id = fromThreshold(measure, threshold)
        return clusteredProportion(id, merged, id, 1)
      }),
    ),
    clusteredProportion('completion', merged, 'completion', 1),
  ],
}

/** The variance takes cases for independent, so a patient may have one. Nobody is named: the message may be logged. */
function refuseSeveralCases(cases: readonly ScoredCase[]): void {
  if (new Set(cases.map(({ patient }) => patient)).size < cases.length)
    throw new RangeError('cases: a patient has several, and roc-grid takes one')
}

const classes = ['diseased', 'healthy'] as const

function binCells(cases: readonly ScoredCase[], { thresholds }: GridParameters) {
  const binOf = (score: number) => thresholds.filter((threshold) => score >= threshold).length
  const bins = cases.map((one) => ({ bin: binOf(countedScore(one)), truth: one.truth }))
  return classes.flatMap((name) =>
    Array.from({ length: thresholds.length + 1 }, (_, bin) => {
      const own = bins.filter((one) => one.bin === bin && one.truth === (name === 'diseased'))
      return sumCell(
        `${name}.bin-${bin}`,
        own.map(() => 1),
      )
    }),
  )
}

function binNames({ thresholds }: GridParameters): string[] {
  return classes.flatMap((name) => Array.from({ length: thresholds.length + 1 }, (_, bin) => `${name}.bin-${bin}`))
}

function cellNames(parameters: GridParameters): string[] {
  const ratios = parameters.operatingPoints.flatMap((threshold) => [
    ...Object.values(ratioCellNames(fromThreshold('sensitivity', threshold))),
    ...Object.values(ratioCellNames(fromThreshold('specificity', threshold))),
  ])
  return [...binNames(parameters), ...ratios, ...Object.values(ratioCellNames('completion'))]
}

/** Counts of cases are whole and not negative; at an operating point they are those of the bins above it. */
function gridRelease(parameters: GridParameters): z.ZodType<Released> {
  return releasedBy('roc-grid', 1, cellNames(parameters)).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    const fault = (message: string) => context.addIssue({ code: 'custom', message })
    for (const name of binNames(parameters)) {
      const count = exact.get(name) ?? 0
      if (!(Number.isInteger(count) && count >= 0)) fault(`${name}: no count`)
    }
    for (const threshold of parameters.operatingPoints) {
      const from = parameters.thresholds.indexOf(threshold) + 1
      const bins = Array.from({ length: parameters.thresholds.length + 1 - from }, (_, i) => `diseased.bin-${from + i}`)
      const found = exact.get(`${fromThreshold('sensitivity', threshold)}.numerator`)
      const counts = bins.map((name) => exact.get(name))
      if (found === undefined || counts.includes(undefined)) continue
      if (found !== counts.reduce<number>((sum, count) => sum + (count ?? 0), 0))
        fault(`${fromThreshold('sensitivity', threshold)}: not the sum of its bins`)
    }
  })
}

/** A figure that is read off the curve. */
interface CurveFigure {
  readonly id: string
  readonly of: (curve: RocCurve, counts: GridCounts) => number
  /** Least and most that the figure can be for scores within the bins. */
  readonly between: (curve: RocCurve, counts: GridCounts) => readonly [number, number]
  readonly width?: number
}

function figuresOf({ specificities, sensitivities, part }: GridParameters): CurveFigure[] {
  return [
    {
      id: 'area',
      of: (curve) => partialArea(curve, { over: 'specificity', from: 0, to: 1 }).plain,
      between: (curve, counts) =>
        around(partialArea(curve, { over: 'specificity', from: 0, to: 1 }).plain, gridErrorOfArea(counts)),
    },
    ...(part
      ? [
          {
            id: 'partial-area',
            width: part.to - part.from,
            of: (curve: RocCurve) => partialArea(curve, part).plain,
            between: (curve: RocCurve, counts: GridCounts) =>
              around(partialArea(curve, part).plain, gridErrorOfArea(counts)),
          },
        ]
      : []),
    ...specificities.map((specificity) => ({
      id: `sensitivity.at-specificity-${specificity}`,
      of: (curve: RocCurve) => sensitivitiesAt(curve, [1 - specificity])[0]!,
      between: (curve: RocCurve) => sensitivityRange(curve, 1 - specificity),
    })),
    ...sensitivities.map((sensitivity) => ({
      id: `specificity.at-sensitivity-${sensitivity}`,
      of: (curve: RocCurve) => 1 - falsePositiveRatesAt(curve, [sensitivity])[0]!,
      between: (curve: RocCurve) => specificityRange(curve, sensitivity),
    })),
  ]
}

function around(value: number, distance: number): [number, number] {
  return [value - distance, value + distance]
}

/** Rates that differ by less are the same. */
const rounding = 1e-12

/** The curve of the scores passes through all points of the grid's, and anywhere in the rectangles between them. */
function sensitivityRange({ falsePositiveRates: x, sensitivities: y }: RocCurve, rate: number): [number, number] {
  const left = x.findLastIndex((value) => value <= rate + rounding)
  return [y[left]!, y[Math.min(left + 1, y.length - 1)]!]
}

/** The same for the specificity: the curve may rise straight up from the last point below. */
function specificityRange({ falsePositiveRates: x, sensitivities: y }: RocCurve, share: number): [number, number] {
  const right = y.findIndex((value) => value >= share - rounding)
  return [1 - x[right]!, 1 - x[Math.max(right - 1, 0)]!]
}

function describeFigures(parameters: GridParameters): FigureDescription[] {
  return [
    ...figuresOf(parameters).map(({ id, width }) => ({
      id,
      range: [0, width ?? 1] as const,
      ...(id === 'area' || id === 'partial-area' ? { measure: 'number' as const } : {}),
    })),
    ...parameters.operatingPoints.flatMap((threshold) =>
      (['sensitivity', 'specificity'] as const).map((measure) => ({
        id: fromThreshold(measure, threshold),
        range: [0, 1] as const,
      })),
    ),
    { id: 'completion', range: [0, 1] },
  ]
}

function curveFigures(merged: MergedCells, parameters: GridParameters): Figure[] {
  const taken = takeCells(merged, Object.fromEntries(binNames(parameters).map((name) => [name, name])))
  const figures = figuresOf(parameters)
  if (!taken.known) {
    const { reason, sites } = taken
    return figures.map(({ id }) => ({ id, status: 'not-estimable', reason, sites }))
  }
  const count = (name: string) => taken.sites.reduce((sum, site) => sum + site[name]!, 0)
  const bins = (name: string) =>
    Float64Array.from({ length: parameters.thresholds.length + 1 }, (_, bin) => count(`${name}.bin-${bin}`))
  const counts = { diseased: bins('diseased'), healthy: bins('healthy') }
  return figures.map((figure) => curveFigure(figure, counts, parameters))
}

const level = 0.95

function curveFigure(
  { id, of, between, width }: CurveFigure,
  counts: GridCounts,
  { thresholds }: GridParameters,
): Figure {
  const [diseased, healthy] = [sumOf(counts.diseased), sumOf(counts.healthy)]
  const curve = gridCurve(counts, thresholds)
  if (!curve) return { id, status: 'undefined', reason: 'empty-class', patients: diseased + healthy }
  if (Math.min(diseased, healthy) < 2)
    return { id, status: 'undefined', reason: 'too-few-patients', patients: diseased + healthy }
  const estimate = of(curve, counts)
  const variance = influenceVariance(counts, (moved) => of(gridCurve(moved, thresholds)!, moved))
  const reference = referenceOf({ estimate, variance, diseased, healthy }, width)
  const [least, most] = between(curve, counts)
  const tail = (1 - level) / 2
  return {
    id,
    status: 'estimated',
    estimate,
    reference,
    patients: diseased + healthy,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: reference.scale === 'beta' ? 'clopper-pearson' : reference.scale,
    },
    // The smaller class is what a curve rests on.
    effectivePatients: Math.min(diseased, healthy),
    gridError: Math.max(0, estimate - least, most - estimate),
  }
}

function referenceOf(
  given: { estimate: number; variance: number; diseased: number; healthy: number },
  width: number | undefined,
): Reference {
  const rounding = 1e-18
  const variance = given.variance <= rounding ? 0 : given.variance
  if (width !== undefined)
    return { scale: 'normal', location: given.estimate, standardError: Math.sqrt(variance), within: [0, width] }
  return areaReference({ ...given, variance }, 'logit')!
}
