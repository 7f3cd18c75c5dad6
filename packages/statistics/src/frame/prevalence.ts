import type { Figure, FigureDescription } from './figure.ts'

/**
 * How the cases of a sample came into it. `consecutive`: as they came, so that the sample is as its population is.
 * `enriched`: some kinds of cases more often than they come, by their label. `weighted`: with known probabilities, whose
 * inverses the cases carry as weights.
 */
export type Sampling = 'consecutive' | 'enriched' | 'weighted'

/**
 * Figures of a sample. Those that depend on how common the condition is say nothing of an enriched one: they are undefined.
 * (At a prevalence that the protocol states, an estimator gives figures that don't depend on the sample's.)
 */
export function withoutPrevalence(
  figures: readonly Figure[],
  descriptions: readonly FigureDescription[],
  sampling: Sampling,
): Figure[] {
  if (sampling !== 'enriched') return [...figures]
  const refused = new Set(descriptions.filter(({ dependsOnPrevalence }) => dependsOnPrevalence).map(({ id }) => id))
  return figures.map((one) => {
    if (!refused.has(one.id)) return one
    const { id, measure } = one
    const patients = one.status === 'estimated' || one.status === 'undefined' ? one.patients : 0
    return { id, ...(measure ? { measure } : {}), status: 'undefined', reason: 'enriched-sample', patients }
  })
}
