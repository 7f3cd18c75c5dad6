import { AssayError, type Provenance, type ReleasePolicy, releasePolicy } from '@assay/contracts'
import catalogue from './policies/catalogue.json' with { type: 'json' }
import publicOrSynthetic from './policies/public-or-synthetic.json' with { type: 'json' }

/** The hospital's release policies, by what is released. */
const policies = {
  decision: [releasePolicy.parse(publicOrSynthetic)],
  catalogue: [releasePolicy.parse(catalogue), releasePolicy.parse(publicOrSynthetic)],
} as const satisfies Record<string, readonly ReleasePolicy[]>

/**
 * The policy for data of a provenance: for the decision of an evaluation, or for a catalogue of what the hospital has. Throws
 * `provenance-not-releasable` where there is none: nothing leaves, and so no run is begun.
 */
export function choosePolicy(provenance: Provenance, purpose: keyof typeof policies = 'decision'): ReleasePolicy {
  const policy = policies[purpose].find(({ appliesTo }) => appliesTo.includes(provenance))
  if (!policy) throw new AssayError('provenance-not-releasable')
  return policy
}
