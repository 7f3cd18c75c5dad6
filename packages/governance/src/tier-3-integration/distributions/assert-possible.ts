import {
  AssayError,
  cellsOfAxis,
  type DistributionAxis,
  type DistributionRelease,
  type ReleasedCount,
} from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'

/**
 * That what a hospital released can be counts of patients under a policy: the axes that were asked for, a count a cell; data
 * of patients never exact, rounded ones multiples of what they are rounded to.
 * @throws AssayError distribution-definition-differs, distribution-impossible (`where`)
 */
export function assertPossible(
  { quantities, provenance }: DistributionRelease,
  axes: readonly DistributionAxis[],
): void {
  if (sha256OfJson(quantities.map(({ axis }) => axis)) !== sha256OfJson(axes))
    throw new AssayError('distribution-definition-differs')
  for (const { axis, cells } of quantities) {
    const isPossible = cells.length === cellsOfAxis(axis) && cells.every((cell) => isCount(cell, provenance))
    if (!isPossible) throw new AssayError('distribution-impossible', { where: axis.name })
  }
}

function isCount(cell: ReleasedCount, provenance: DistributionRelease['provenance']): boolean {
  if (cell.kind === 'exact') return provenance !== 'patients'
  if (cell.kind === 'rounded') return cell.value > 0
  return true
}
