import { z } from 'zod'
import type { MultiRoundEstimator } from '../frame/estimator.ts'
import type { Figure } from '../frame/figure.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { sumCell, sumsOf } from '../frame/patient-sums.ts'
import { releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { figureWithT } from './calibration-figures.ts'
import { byPatient, type ForecastCase, forecastCase } from './forecast-case.ts'
import {
  inverseOf,
  type LogisticModel,
  type LogisticSums,
  logProbability,
  predictorOf,
  residualOf,
  sandwichVariances,
  startNewton,
  stepNewton,
  weightOf,
} from './logistic-newton.ts'
import { logitOf } from './recalibration.ts'

/** Parameters of the estimator `calibration-slope`, as a protocol fixes them. */
const slopeParameters = z.strictObject({
  /** Probabilities are drawn in to [clip, 1 − clip] first, so that each has a logit. */
  clip: z.number().gt(0).lt(0.5).default(1e-6),
  /** Each round is a release. */
  mostRounds: z.number().int().min(1).max(100).default(25),
})
type SlopeParameters = z.infer<typeof slopeParameters>

const fit = z.object({
  point: z.array(z.number()),
  accepted: z.object({ point: z.array(z.number()), logLikelihood: z.number() }).nullable(),
  finished: z.boolean(),
})
const slopeState = z.object({
  round: z.number().int().min(1),
  recalibration: fit,
  inTheLarge: fit,
  /** The information was singular: in the first round, forecasts without spread; later, classes that are separated. */
  singular: z.boolean(),
})
type SlopeState = z.infer<typeof slopeState>

const models = ['recalibration', 'in-the-large'] as const
const parts = { recalibration: ['00', '01', '11'], 'in-the-large': ['00'] } as const
const scores = { recalibration: ['0', '1'], 'in-the-large': ['0'] } as const

function cellNames(model: LogisticModel): string[] {
  return [
    ...scores[model].map((part) => `${model}.score.${part}`),
    ...parts[model].map((part) => `${model}.information.${part}`),
    ...parts[model].map((part) => `${model}.squares.${part}`),
    `${model}.log-likelihood`,
  ]
}

const allCells = [
  ...models.flatMap(cellNames),
  ...['events', 'completion'].flatMap((name) => Object.values(ratioCellNames(name))),
]

/**
 * Intercept and slope of the logistic regression of truths on the logits of forecasts, and the intercept with slope 1
 * (calibration in the large), by Newton's method: each round, every hospital sends its sums of score and information at the
 * point that the last round came to. Variances are the sandwich between patients. Cases without an output are left out, and
 * `completion` says how many.
 */
export const calibrationSlopeEstimator: MultiRoundEstimator<SlopeParameters, ForecastCase, SlopeState, MergedCells> = {
  id: 'calibration-slope',
  version: 1,
  kind: 'multi-round',
  pointEstimate: 'logistic-recalibration',
  variance: 'sandwich-between-patients',
  acceptsWeights: false,
  parameters: slopeParameters,
  caseScore: forecastCase,
  state: slopeState,
  released: () => releasedBy('calibration-slope', 1, allCells),
  counts: ['events.numerator', 'events.denominator'],
  figures: () => [
    { id: 'intercept', range: [-1000, 1000], measure: 'number', dependsOnPrevalence: true },
    { id: 'slope', range: [-1000, 1000], measure: 'number' },
    { id: 'in-the-large', range: [-1000, 1000], measure: 'number', dependsOnPrevalence: true },
    { id: 'completion', range: [0, 1] },
  ],
  mostRounds: ({ mostRounds }) => mostRounds,
  start: () => ({
    round: 1,
    singular: false,
    recalibration: startNewton('recalibration'),
    inTheLarge: startNewton('in-the-large'),
  }),
  summarise(cases, state, { clip }) {
    const scored = byPatient(cases.filter(({ probability }) => probability !== null)).map((own) =>
      own.map(({ truth, probability }): Point => ({ truth: truth ? 1 : 0, logit: logitOf(probability ?? 0, clip) })),
    )
    const share = (of: (one: ForecastCase) => boolean, among: readonly ForecastCase[]) =>
      among.map((one) => ({ patient: one.patient, numerator: of(one) ? 1 : 0, denominator: 1 }))
    const withOutput = cases.filter(({ probability }) => probability !== null)
    return {
      estimator: 'calibration-slope',
      version: 1,
      round: state.round,
      patients: new Set(cases.map(({ patient }) => patient)).size,
      cells: [
        ...fitCells('recalibration', scored, state.recalibration.point),
        ...fitCells('in-the-large', scored, state.inTheLarge.point),
        ...ratioCells(
          'events',
          share(({ truth }) => truth, withOutput),
        ),
        ...ratioCells(
          'completion',
          share(({ probability }) => probability !== null, cases),
        ),
      ],
    }
  },
  merge: (releases) => mergeCells(releases, allCells),
  advance(state, merged, { mostRounds }) {
    const next = { ...state, round: state.round + 1 }
    if (hasEmptyClass(merged)) return { finished: true, state: next, converged: false }
    const [recalibration, inTheLarge] = models.map((model) => nextFit(model, state, merged))
    if (!recalibration || !inTheLarge) return { finished: true, state: { ...next, singular: true }, converged: false }
    const moved = { ...next, recalibration, inTheLarge }
    const converged = recalibration.finished && inTheLarge.finished
    if (converged || state.round >= mostRounds) return { finished: true, state: moved, converged }
    return { finished: false, state: moved }
  },
  estimate({ state, merged, converged }) {
    return [...fitFigures(state, merged, converged), clusteredProportion('completion', merged, 'completion', 1)]
  },
}

interface Point {
  truth: number
  logit: number
}

/** Score, information, squares of patients' scores, and log-likelihood at a point of the fit. */
function fitCells(model: LogisticModel, patients: readonly Point[][], point: readonly number[]) {
  const sums = patients.map((own) => {
    const regressors = ({ logit }: Point) => (model === 'recalibration' ? [1, logit] : [1])
    const predictor = ({ logit }: Point) => predictorOf(model, point, logit)
    const total = (of: (one: Point) => number) => own.reduce((sum, one) => sum + of(one), 0)
    const z = (one: Point, part: string) => regressors(one)[Number(part)] as number
    const score = (part: string) => total((one) => residualOf(one.truth, predictor(one)) * z(one, part))
    return new Map<string, number>([
      ...scores[model].map((part) => [`${model}.score.${part}`, score(part)] as const),
      ...parts[model].map((part) => {
        const [a, b] = [part[0] as string, part[1] as string]
        return [
          `${model}.information.${part}`,
          total((one) => weightOf(predictor(one)) * z(one, a) * z(one, b)),
        ] as const
      }),
      ...parts[model].map(
        (part) => [`${model}.squares.${part}`, score(part[0] as string) * score(part[1] as string)] as const,
      ),
      [`${model}.log-likelihood`, total((one) => logProbability(one.truth, predictor(one)))],
    ])
  })
  return cellNames(model).map((name) =>
    sumCell(
      name,
      sums.map((own) => own.get(name) as number),
    ),
  )
}

/** Sums of all sites; undefined where one keeps a cell back. */
function fitSums(model: LogisticModel, merged: MergedCells): (LogisticSums & { squares: number[] }) | undefined {
  const taken = sumsOf(merged, Object.fromEntries(cellNames(model).map((name) => [name, name])))
  if (!taken.known) return undefined
  const of = (kind: string, names: readonly string[]) =>
    names.map((part) => taken.sums[`${model}.${kind}.${part}`] as number)
  return {
    score: of('score', scores[model]),
    information: of('information', parts[model]),
    squares: of('squares', parts[model]),
    logLikelihood: taken.sums[`${model}.log-likelihood`] as number,
  }
}

function nextFit(model: LogisticModel, state: SlopeState, merged: MergedCells) {
  const current = model === 'recalibration' ? state.recalibration : state.inTheLarge
  if (current.finished) return current
  const sums = fitSums(model, merged)
  return sums && stepNewton(current, sums)
}

function hasEmptyClass(merged: MergedCells): boolean {
  const counts = sumsOf(merged, { events: 'events.numerator', cases: 'events.denominator' })
  return counts.known && (counts.sums.events === 0 || counts.sums.events === counts.sums.cases)
}

function fitFigures(state: SlopeState, merged: MergedCells, converged: boolean): Figure[] {
  const ids = ['intercept', 'slope', 'in-the-large']
  const counts = sumsOf(merged, {
    cases: 'events.denominator',
    squaredCases: 'events.denominator-squared',
    patients: 'events.patients',
  })
  const [whole, large] = [fitSums('recalibration', merged), fitSums('in-the-large', merged)]
  if (!counts.known || !whole || !large) {
    const missing = sumsOf(merged, Object.fromEntries(allCells.map((name) => [name, name])))
    if (missing.known) throw new RangeError('cells that are neither known nor missing')
    return ids.map((id) => ({ id, status: 'not-estimable', reason: missing.reason, sites: missing.sites }))
  }
  const { cases, squaredCases, patients } = counts.sums
  if (hasEmptyClass(merged)) return ids.map((id) => ({ id, status: 'undefined', reason: 'empty-class', patients }))
  const reason = state.singular && state.round === 2 ? ('no-variance' as const) : ('not-converged' as const)
  const effectivePatients = (cases * cases) / squaredCases
  const inverses = [whole, large].map(({ information }) => inverseOf(information))
  const variances = [whole, large].map(({ squares }, index) => {
    const inverse = inverses[index]
    return inverse && sandwichVariances(inverse, squares)
  })
  const found = [
    ...state.recalibration.point.map((estimate, i) => ({ estimate, variance: variances[0]?.[i] })),
    { estimate: state.inTheLarge.point[0] as number, variance: variances[1]?.[0] },
  ]
  return ids.map((id, index) => {
    const { estimate, variance } = found[index] as (typeof found)[number]
    if (!converged || variance === undefined) return { id, status: 'undefined', reason, patients }
    return figureWithT({ id, estimate, variance, patients, effectivePatients })
  })
}
