import { findTask } from '@assay/categories'
import { AssayError, type CriteriaTree, type Endpoint, type ProtocolDraft } from '@assay/contracts'
import { criteriaOf, type FigureDescription, findEstimator, leastSites } from '@assay/statistics'
import { checkMultiplicity } from './check-multiplicity.ts'
import { protocolFault } from './protocol-fault.ts'

/** What of a draft is about statistics. */
export type StatisticalPlan = Pick<
  ProtocolDraft,
  'category' | 'task' | 'endpoints' | 'criteria' | 'multiplicity' | 'target' | 'leastHospitals' | 'sampling'
>

/**
 * The endpoints, criteria and procedure as the statistics read them, defaults filled in. Throws `protocol-invalid` (`where`,
 * `what`) for
 * - an unknown estimator or one that asks hospitals more than once, parameters that it can't read, weights that it has no use
 *   for, a target that asks for more hospitals, a way of scoring that the category's task does not have;
 * - a figure that an endpoint doesn't give, or that an enriched sample can't show, a bound out of the figure's range;
 * - a multiplicity procedure that can't be read or names what is no criterion;
 * - a name used twice.
 */
export function checkStatistics(
  draft: StatisticalPlan,
): Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'multiplicity'> {
  assertUnique('endpoints', draft.endpoints)
  const endpoints = draft.endpoints.map((endpoint) => readEndpoint(endpoint, draft))
  const figures = new Map(endpoints.map((endpoint) => [endpoint.id, figuresOf(endpoint)]))
  const criteria = criteriaOf(draft.criteria)
  assertUnique('criteria', criteria)
  const described = new Map(criteria.map((criterion) => [criterion.id, describe(criterion, figures, draft)]))
  return {
    endpoints,
    criteria: withMeasures(draft.criteria, described),
    ...(draft.multiplicity ? { multiplicity: checkMultiplicity(draft.multiplicity, criteria) } : {}),
  }
}

function readEndpoint(endpoint: Endpoint, draft: StatisticalPlan): Endpoint {
  const { id, estimator, version, parameters, target = draft.target } = endpoint
  const where = `endpoints.${id}`
  const found = findEstimator(estimator, version)
  if (!found) throw protocolFault(where, 'estimator-unknown')
  if (found.kind === 'multi-round') throw protocolFault(where, 'several-rounds')
  if (draft.sampling === 'weighted' && !found.acceptsWeights) throw protocolFault(where, 'weights-refused')
  if (target === 'hospitals-like-these' && draft.leastHospitals < leastSites)
    throw protocolFault(where, 'too-few-hospitals-for-target')
  try {
    return withScoring({ ...endpoint, parameters: found.readParameters(parameters) }, draft)
  } catch (error) {
    if (error instanceof AssayError) throw protocolFault(where, 'scoring-invalid')
    throw protocolFault(where, 'parameters-invalid')
  }
}

/** With what the category's task lets a protocol say of scores. @throws AssayError protocol-invalid */
function withScoring(endpoint: Endpoint, { category, task }: StatisticalPlan): Endpoint {
  const known = findTask(category, task)
  if (known?.readScoring) {
    const { scoring: _, ...rest } = endpoint
    const scoring = known.readScoring(endpoint)
    return scoring === undefined ? rest : { ...rest, scoring }
  }
  if (endpoint.scoring !== undefined) throw new AssayError('protocol-invalid', { where: endpoint.id, what: 'scoring' })
  return endpoint
}

function figuresOf({ estimator, version, parameters }: Endpoint): readonly FigureDescription[] {
  return findEstimator(estimator, version)!.figures(parameters)
}

/** The figure that a criterion is on. */
function describe(
  { id, endpoint, figure, bound }: ReturnType<typeof criteriaOf>[number],
  figures: ReadonlyMap<string, readonly FigureDescription[]>,
  { sampling }: StatisticalPlan,
): FigureDescription {
  const where = `criteria.${id}`
  const known = figures.get(endpoint)
  if (!known) throw protocolFault(where, 'endpoint-unknown')
  const description = known.find((one) => one.id === figure)
  if (!description) throw protocolFault(where, 'figure-unknown')
  const [least, most] = description.range
  if (bound < least || bound > most) throw protocolFault(where, 'bound-out-of-range')
  if (sampling === 'enriched' && description.dependsOnPrevalence) throw protocolFault(where, 'depends-on-prevalence')
  return description
}

/** The criteria, saying how their bounds are read where they are no shares. */
function withMeasures(tree: CriteriaTree, described: ReadonlyMap<string, FigureDescription>): CriteriaTree {
  if ('op' in tree) return { ...tree, of: tree.of.map((part) => withMeasures(part, described)) }
  const { measure: _, ...criterion } = tree
  const measure = described.get(tree.id)?.measure ?? 'share'
  return measure === 'share' ? criterion : { ...criterion, measure }
}

function assertUnique(where: string, named: readonly { readonly id: string }[]): void {
  const seen = new Set<string>()
  for (const { id } of named) {
    if (seen.has(id)) throw protocolFault(`${where}.${id}`, 'name-used-twice')
    seen.add(id)
  }
}
