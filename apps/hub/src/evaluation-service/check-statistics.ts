import type { Endpoint, ProtocolDraft } from '@assay/contracts'
import { criteriaOf, type FigureDescription, findEstimator } from '@assay/statistics'
import { protocolFault } from './protocol-fault.ts'

/**
 * The endpoints with their parameters as the estimators read them, defaults filled in. Throws `protocol-invalid` (`where`,
 * `what`) for an unknown estimator or one that asks hospitals more than once, parameters that it can't read, a figure that it doesn't give, a bound out of the
 * figure's range, or a name used twice.
 */
export function checkStatistics(draft: Pick<ProtocolDraft, 'endpoints' | 'criteria'>): Endpoint[] {
  assertUnique('endpoints', draft.endpoints)
  const endpoints = draft.endpoints.map(readEndpoint)
  const figures = new Map(endpoints.map((endpoint) => [endpoint.id, figuresOf(endpoint)]))
  const criteria = criteriaOf(draft.criteria)
  assertUnique('criteria', criteria)
  for (const { id, endpoint, figure, bound } of criteria) {
    const where = `criteria.${id}`
    const known = figures.get(endpoint)
    if (!known) throw protocolFault(where, 'endpoint-unknown')
    const description = known.find((one) => one.id === figure)
    if (!description) throw protocolFault(where, 'figure-unknown')
    const [least, most] = description.range
    if (bound < least || bound > most) throw protocolFault(where, 'bound-out-of-range')
  }
  return endpoints
}

function readEndpoint({ id, estimator, version, parameters }: Endpoint): Endpoint {
  const found = findEstimator(estimator, version)
  if (!found) throw protocolFault(`endpoints.${id}`, 'estimator-unknown')
  if (found.kind === 'multi-round') throw protocolFault(`endpoints.${id}`, 'several-rounds')
  try {
    return { id, estimator, version, parameters: found.readParameters(parameters) }
  } catch {
    throw protocolFault(`endpoints.${id}`, 'parameters-invalid')
  }
}

function figuresOf({ estimator, version, parameters }: Endpoint): readonly FigureDescription[] {
  return findEstimator(estimator, version)!.figures(parameters)
}

function assertUnique(where: string, named: readonly { readonly id: string }[]): void {
  const seen = new Set<string>()
  for (const { id } of named) {
    if (seen.has(id)) throw protocolFault(`${where}.${id}`, 'name-used-twice')
    seen.add(id)
  }
}
