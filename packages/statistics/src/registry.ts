import { z } from 'zod'
import { blandAltmanEstimator } from './agreement/bland-altman-estimator.ts'
import { kappaEstimator } from './agreement/kappa-estimator.ts'
import { ec57Beats } from './beats/ec57-beats.ts'
import { ec57Episodes } from './beats/ec57-episodes.ts'
import { ec57Runs } from './beats/ec57-runs.ts'
import { calibration } from './calibration/calibration-estimator.ts'
import { calibrationSlopeEstimator } from './calibration/calibration-slope-estimator.ts'
import { caseDistance } from './case-scores/case-distance.ts'
import { caseMean } from './case-scores/case-mean.ts'
import { afrocGrid } from './detection/afroc-grid.ts'
import { frocGrid } from './detection/froc-grid.ts'
import { DesignRefused } from './frame/design-refused.ts'
import type { Advance, Kind, MultiRoundEstimator, OneRoundEstimator } from './frame/estimator.ts'
import type { Figure, FigureDescription } from './frame/figure.ts'
import type { Released, SiteRelease, SiteSummary } from './frame/site-summary.ts'
import { pairedClassification } from './paired/paired-estimator.ts'
import { classification } from './proportions/classification-estimator.ts'
import { rocAreaEstimator } from './roc/roc-area-estimator.ts'
import { rocGrid } from './roc/roc-grid.ts'

/** What can be said and checked of any estimator. Parameters, scores, states and releases come from outside. */
interface Registered {
  readonly id: string
  readonly version: number
  readonly kind: Kind
  readonly pointEstimate: string
  readonly variance: string
  readonly acceptsWeights: boolean
  readonly counts: readonly string[]
  /** The parameters with their defaults filled in. @throws ZodError */
  readParameters(parameters: unknown): unknown
  /** @throws ZodError */
  readReleased(released: unknown, parameters: unknown): Released
  figures(parameters: unknown): FigureDescription[]
  /** JSON Schemas of the parameters and of what a site releases under them, to show to people and programs. */
  schemas(parameters?: unknown): { parameters: object; released: object }
}

/** An estimator that asks its sites once. */
export interface RegisteredOneRound extends Registered {
  readonly kind: Exclude<Kind, 'multi-round'>
  /** @throws ZodError; DesignRefused for weighted cases where the estimator takes none */
  summarise(cases: readonly unknown[], parameters: unknown): SiteSummary
  /** Figures over the sites' releases. */
  estimate(releases: readonly SiteRelease[], parameters: unknown): Figure[]
}

/** An estimator that asks its sites until it has found what it fits. */
export interface RegisteredMultiRound extends Registered {
  readonly kind: 'multi-round'
  mostRounds(parameters: unknown): number
  start(parameters: unknown): unknown
  /** @throws ZodError; DesignRefused for weighted cases where the estimator takes none */
  summarise(cases: readonly unknown[], state: unknown, parameters: unknown): SiteSummary
  /** What a round came to; figures with the last one. */
  advance(
    state: unknown,
    releases: readonly SiteRelease[],
    parameters: unknown,
  ): Advance<unknown> & { figures: Figure[] }
}

export type RegisteredEstimator = RegisteredOneRound | RegisteredMultiRound

/** An estimator that asks once, its inputs checked. */
function registerOneRound<P, C, M>(estimator: OneRoundEstimator<P, C, M>): RegisteredOneRound {
  const read = (parameters: unknown) => estimator.parameters.parse(parameters)
  return {
    ...declared(estimator),
    kind: estimator.kind,
    summarise: (cases, parameters) => estimator.summarise(readCases(estimator, cases), read(parameters)),
    estimate(releases, parameters) {
      const checked = read(parameters)
      const figures = estimator.estimate(estimator.merge(releases, checked), checked)
      return withMeasures(figures, estimator.figures(checked))
    },
  }
}

/** An estimator that asks again, its inputs checked. */
export function registerMultiRound<P, C, S, M>(estimator: MultiRoundEstimator<P, C, S, M>): RegisteredMultiRound {
  const read = (parameters: unknown) => estimator.parameters.parse(parameters)
  return {
    ...declared(estimator),
    kind: estimator.kind,
    mostRounds: (parameters) => estimator.mostRounds(read(parameters)),
    start: (parameters) => estimator.start(read(parameters)),
    summarise: (cases, state, parameters) =>
      estimator.summarise(readCases(estimator, cases), estimator.state.parse(state), read(parameters)),
    advance(given, releases, parameters) {
      const checked = read(parameters)
      const state = estimator.state.parse(given)
      const merged = estimator.merge(releases, state, checked)
      const next = estimator.advance(state, merged, checked)
      if (!next.finished) return { ...next, figures: [] }
      const { state: last, converged } = next
      const figures = estimator.estimate({ state: last, merged, converged }, checked)
      return { ...next, figures: withMeasures(figures, estimator.figures(checked)) }
    },
  }
}

type AnyEstimator<P, C> = Pick<
  OneRoundEstimator<P, C, never>,
  'id' | 'version' | 'pointEstimate' | 'variance' | 'parameters' | 'caseScore' | 'acceptsWeights' | 'counts'
> & { released(parameters: P): z.ZodType<Released>; figures(parameters: P): FigureDescription[] }

function declared<P, C>(estimator: AnyEstimator<P, C>): Omit<Registered, 'kind'> {
  const { id, version, pointEstimate, variance, acceptsWeights, counts } = estimator
  const read = (parameters: unknown) => estimator.parameters.parse(parameters)
  return {
    id,
    version,
    pointEstimate,
    variance,
    acceptsWeights,
    counts,
    readParameters: read,
    readReleased: (released, parameters) => estimator.released(read(parameters)).parse(released),
    figures: (parameters) => estimator.figures(read(parameters)),
    schemas: (parameters = {}) => ({
      parameters: z.toJSONSchema(estimator.parameters, { io: 'input' }),
      released: z.toJSONSchema(estimator.released(read(parameters))),
    }),
  }
}

/** Cases as their schema reads them. It would drop a weight that it doesn't know, so those are refused first. */
function readCases<C>(
  { id, caseScore, acceptsWeights }: { id: string; caseScore: z.ZodType<C>; acceptsWeights: boolean },
  cases: readonly unknown[],
): C[] {
  return cases.map((one) => {
    const isWeighted = typeof one === 'object' && one !== null && 'weight' in one && one.weight !== undefined
    if (isWeighted && !acceptsWeights) throw new DesignRefused('weights', id)
    return caseScore.parse(one)
  })
}

/** Figures that say what kind of number they are, as they are described, where it is not a share. */
function withMeasures(figures: Figure[], descriptions: readonly FigureDescription[]): Figure[] {
  const measures = new Map(descriptions.map(({ id, measure = 'share' }) => [id, measure]))
  return figures.map((one) => {
    const measure = measures.get(one.id) ?? 'share'
    return measure === 'share' ? one : { ...one, measure }
  })
}

/** Every estimator that a protocol may name. */
export const estimators: readonly RegisteredEstimator[] = [
  registerOneRound(ec57Beats),
  registerOneRound(ec57Runs),
  registerOneRound(ec57Episodes),
  registerOneRound(classification),
  registerOneRound(pairedClassification),
  registerOneRound(calibration),
  registerOneRound(rocGrid),
  registerOneRound(rocAreaEstimator),
  registerOneRound(caseMean),
  registerOneRound(caseDistance),
  registerOneRound(frocGrid),
  registerOneRound(afrocGrid),
  registerOneRound(kappaEstimator),
  registerOneRound(blandAltmanEstimator),
  registerMultiRound(calibrationSlopeEstimator),
]

/** The estimator of a name and version, or undefined. */
export function findEstimator(id: string, version: number): RegisteredEstimator | undefined {
  return estimators.find((one) => one.id === id && one.version === version)
}

/** The estimator of a name and version if it asks its sites once, or undefined. */
export function findOneRoundEstimator(id: string, version: number): RegisteredOneRound | undefined {
  const found = findEstimator(id, version)
  return found?.kind === 'multi-round' ? undefined : found
}
