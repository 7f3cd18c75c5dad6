import { ec57Beats } from './beats/ec57-beats.ts'
import type { Estimator } from './frame/estimator.ts'
import type { Figure, FigureDescription } from './frame/figure.ts'
import type { Released, SiteRelease, SiteSummary } from './frame/site-summary.ts'

/** An estimator whose parameters, scores and releases come from outside: each is checked against its schema. */
export interface RegisteredEstimator {
  readonly id: string
  readonly version: number
  readonly kind: Estimator<unknown, unknown, unknown>['kind']
  readonly pointEstimate: string
  readonly variance: string
  readonly counts: readonly string[]
  /** The parameters with their defaults filled in. @throws ZodError */
  readParameters(parameters: unknown): unknown
  /** @throws ZodError */
  readReleased(released: unknown): Released
  figures(parameters: unknown): FigureDescription[]
  summarise(cases: readonly unknown[], parameters: unknown): SiteSummary
  /** Figures over the sites' releases. */
  estimate(releases: readonly SiteRelease[], parameters: unknown): Figure[]
}

function register<P, C, M>(estimator: Estimator<P, C, M>): RegisteredEstimator {
  const read = (parameters: unknown) => estimator.parameters.parse(parameters)
  return {
    id: estimator.id,
    version: estimator.version,
    kind: estimator.kind,
    pointEstimate: estimator.pointEstimate,
    variance: estimator.variance,
    counts: estimator.counts,
    readParameters: read,
    readReleased: (released) => estimator.released.parse(released),
    figures: (parameters) => estimator.figures(read(parameters)),
    summarise: (cases, parameters) =>
      estimator.summarise(
        cases.map((one) => estimator.caseScore.parse(one)),
        read(parameters),
      ),
    estimate(releases, parameters) {
      const checked = read(parameters)
      const figures = estimator.estimate(estimator.merge(releases, checked), checked)
      return withMeasures(figures, estimator.figures(checked))
    },
  }
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
export const estimators: readonly RegisteredEstimator[] = [register(ec57Beats)]

/** The estimator of a name and version, or undefined. */
export function findEstimator(id: string, version: number): RegisteredEstimator | undefined {
  return estimators.find((one) => one.id === id && one.version === version)
}
