import type { ReleasePolicy } from '@assay/contracts'
import type { Cell, ReleasedValue } from '@assay/statistics'

/** Why a cell doesn't leave as it is. */
export type Withheld = 'too-few-patients' | 'dominated'

/** How a cell leaves under a policy, and why it doesn't where it doesn't: suppressed first, rounded afterwards. */
export function gate(
  cell: Cell,
  { leastPatients, dominance, roundTo }: Pick<ReleasePolicy, 'leastPatients' | 'dominance' | 'roundTo'>,
): { leaves: ReleasedValue; withheld: Withheld | null } {
  if (cell.patients < leastPatients) return { leaves: { kind: 'suppressed' }, withheld: 'too-few-patients' }
  if (dominance !== undefined && isDominated(cell, dominance))
    return { leaves: { kind: 'suppressed' }, withheld: 'dominated' }
  if (roundTo === undefined) return { leaves: { kind: 'exact', value: cell.value }, withheld: null }
  const value = roundTo * Math.round(cell.value / roundTo)
  return { leaves: { kind: 'rounded', value, to: roundTo }, withheld: null }
}

/** The two largest contributions make up the share, or more. */
function isDominated({ value, largest: [first = 0, second = 0] }: Cell, share: number): boolean {
  return value > 0 && first + second >= share * value
}
