import { type DistributionAxis, distributionAxis, type RuleSet } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import { z } from 'zod'
import { ruleSetsFor } from '../../engine/rule-sets-for.ts'

const categories = z.array(z.string().min(1)).min(1).optional()
const [measured] = distributionAxis.options

/** An axis as a rule declares it: of which categories (all, where it does not say), and what other words stand for a value. */
const declaredAxis = z.union([
  measured.extend({ categories }),
  z.strictObject({
    name: z.string().min(1).max(64),
    values: z.record(z.string().min(1), z.array(z.string().min(1))),
    categories,
  }),
])

export const distributionParameters = z.strictObject({
  axes: z.array(declaredAxis).min(1).max(60),
  /** Largest total variation distance that is taken, in (0, 1). */
  most: z.number().gt(0).lt(1),
  /** A larger distance that chance explains as often as this is none. */
  alpha: z.number().gt(0).lt(1).default(0.01),
  /** Fewer patients here are not compared. */
  least: z.number().int().min(1).default(50),
})

/** What the patients of a category are counted by. Only counts of one definition can be added. */
export interface DistributionDefinition {
  readonly category: string
  readonly axes: readonly DistributionAxis[]
  /** SHA-256 of both. */
  readonly hash: string
  /** Axis → value → other words for it. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string[]>>>>
}

/** What the rules declare for a category; undefined where no rule compares distributions. */
export function distributionDefinition(
  category: string,
  ruleSets: readonly RuleSet[],
): DistributionDefinition | undefined {
  const rules = ruleSetsFor(category, ruleSets).flatMap((set) => set.rules)
  const declared = rules
    .filter(({ check }) => check === 'distribution-alike')
    .flatMap(({ parameters }) => distributionParameters.parse(parameters).axes)
    .filter((axis) => !axis.categories || axis.categories.includes(category))
  if (declared.length === 0) return undefined
  const axes = declared.map(
    (axis): DistributionAxis =>
      'edges' in axis
        ? { name: axis.name, unit: axis.unit, edges: axis.edges }
        : { name: axis.name, values: Object.keys(axis.values) },
  )
  const words = Object.fromEntries(declared.flatMap((axis) => ('values' in axis ? [[axis.name, axis.values]] : [])))
  return { category, axes, hash: sha256OfJson({ category, axes }), words }
}

/** The cell of a measured value: 0 below the first edge, each edge belonging to the cell above it. */
export function cellOfValue(edges: readonly number[], value: number): number {
  const above = edges.findIndex((edge) => value < edge)
  return above < 0 ? edges.length : above
}
