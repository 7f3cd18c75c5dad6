import type { ReleasePolicy } from '@assay/contracts'
import type { Cell, ReleasedValue } from '@assay/statistics'

/** Why a cell doesn't leave as it is. */
export type Withheld = 'too-few-patients'

/** How a cell leaves under a policy, and why it doesn't where it doesn't. */
export function gate(
  cell: Cell,
  { leastPatients }: ReleasePolicy,
): { leaves: ReleasedValue; withheld: Withheld | null } {
  if (cell.patients < leastPatients) return { leaves: { kind: 'suppressed' }, withheld: 'too-few-patients' }
  return { leaves: { kind: 'exact', value: cell.value }, withheld: null }
}
