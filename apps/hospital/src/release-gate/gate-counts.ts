import type { ReleasedCount, ReleasePolicy } from '@assay/contracts'
import { gate } from './gate.ts'
import type { GatedCell } from './gated-cell.ts'
import { protectSuppressed } from './protect-suppressed.ts'

/** Patients of each cell, by the pseudonyms that stay in the node. */
export type Counted = readonly ReadonlySet<string>[]

/** What was released of the cells before: each value as it was made, and the patients who were in the cell then. */
export interface ReleasedBefore {
  readonly made: readonly ReleasedCount[]
  readonly counted: Counted
}

/**
 * Lets counts of patients out under a policy, the tables that are released together at once.
 * - *Differencing*: a cell that fewer patients than the minimum have entered or left since its value was made keeps that
 *   value, so that no two releases differ by fewer; the bounds of the kept value hold for the count of today.
 * - *Minimum, dominance, rounding*: as for every cell (`gate`). Nothing, and a few, look alike.
 * - *Secondary suppression*: further cells, until no suppressed count can be told closely from the other cells.
 * @param tables one a quantity; each patient at most once in a table
 * @param before the last release of the same tables; empty for a first one
 */
export function gateCounts(
  tables: readonly Counted[],
  policy: ReleasePolicy,
  before: readonly ReleasedBefore[] = [],
): GatedCell[][] {
  const first = tables.map((cells, table) =>
    cells.map((patients, cell) => {
      const [made, counted] = [before[table]?.made[cell], before[table]?.counted[cell]]
      return made && counted && isKept(patients, counted, policy)
        ? keptCell(made, counted, policy)
        : newCell(patients, policy)
    }),
  )
  return protectSuppressed(first, policy)
}

function isKept(now: ReadonlySet<string>, then: ReadonlySet<string>, { leastPatients }: ReleasePolicy): boolean {
  return countWithout(now, then) + countWithout(then, now) < leastPatients
}

/** Patients who are in one cell and not in the other. */
export function countWithout(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0
  for (const patient of one) if (!other.has(patient)) count += 1
  return count
}

/** A value that is kept can be off by as many patients as may come or go without a new one. */
function keptCell(made: ReleasedCount, patients: ReadonlySet<string>, { leastPatients }: ReleasePolicy): GatedCell {
  const away = leastPatients - 1
  const rest = { made, patients, reason: 'changed-too-little' as const }
  if (made.kind === 'rounded') return { ...rest, leaves: { ...made, to: made.to + 2 * away } }
  if (made.kind === 'suppressed') return { ...rest, leaves: { ...made, below: made.below + away } }
  return { ...rest, leaves: made }
}

function newCell(patients: ReadonlySet<string>, policy: ReleasePolicy): GatedCell {
  const { size } = patients
  const contributions = size > 1 ? [1, 1] : [size]
  const { leaves, withheld } = gate({ name: 'patients', value: size, patients: size, largest: contributions }, policy)
  const made: ReleasedCount =
    leaves.kind === 'exact' || leaves.kind === 'rounded'
      ? leaves
      : { kind: 'suppressed', below: Math.max(1, policy.leastPatients) }
  return { leaves: made, made, reason: withheld, patients }
}
