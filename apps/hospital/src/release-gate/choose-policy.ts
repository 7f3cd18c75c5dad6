import { AssayError, type Provenance, type ReleasePolicy, releasePolicy } from '@assay/contracts'
import publicOrSynthetic from './policies/public-or-synthetic.json' with { type: 'json' }

/** The hospital's release policies. */
const policies: readonly ReleasePolicy[] = [releasePolicy.parse(publicOrSynthetic)]

/**
 * The policy for data of a provenance. Throws `provenance-not-releasable` where there is none: nothing leaves, and so no
 * run is begun.
 */
export function choosePolicy(provenance: Provenance): ReleasePolicy {
  const policy = policies.find(({ appliesTo }) => appliesTo.includes(provenance))
  if (!policy) throw new AssayError('provenance-not-releasable')
  return policy
}
