/** How the cases of looks overlap. */
export interface CaseOverlap {
  /** Cases that two looks share; on the diagonal, those of a look. */
  readonly shared: readonly (readonly number[])[]
  /** Cases of each look that no earlier look used: from the fewest to the most that there can be, the same where the cases themselves are known. */
  readonly neverUsed: readonly { readonly fewest: number; readonly most: number }[]
}

/**
 * Overlap of looks whose cases are known.
 * @param looks the cases of each, in the order of the looks
 */
export function overlapOfCases(looks: readonly ReadonlySet<string>[]): CaseOverlap {
  const used = new Set<string>()
  const neverUsed = looks.map((cases) => {
    const fresh = [...cases].filter((one) => !used.has(one))
    for (const one of fresh) used.add(one)
    return { fewest: fresh.length, most: fresh.length }
  })
  const common = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...one].filter((name) => other.has(name)).length
  return { shared: looks.map((one) => looks.map((other) => common(one, other))), neverUsed }
}

/**
 * Overlap of looks of which only the counts are known: what three of them share is not, so that the cases never used before lie between two bounds.
 * @param shared symmetric; what two looks share is no more than either has
 */
export function overlapOfCounts(shared: readonly (readonly number[])[]): CaseOverlap {
  const neverUsed = shared.map((row, look) => {
    const [own, earlier] = [row[look]!, row.slice(0, look)]
    const sum = earlier.reduce((total, count) => total + count, 0)
    return { fewest: Math.max(0, own - sum), most: own - Math.max(0, ...earlier) }
  })
  return { shared, neverUsed }
}

/**
 * Correlation of the statistics of looks that are means of their cases: n_ij / √(n_i n_j), times that of two looks' scores on the same case.
 * @param sameCase in [0, 1]; 1 for the same device, whose score on a case does not change
 */
export function correlationOf({ shared }: CaseOverlap, sameCase: number): number[][] {
  return shared.map((row, i) =>
    row.map((count, j) => (i === j ? 1 : (sameCase * count) / Math.sqrt(row[i]! * shared[j]![j]!))),
  )
}

/** Whether each look has all cases of the one before and at least one in a hundred new ones. */
export function isAccumulating({ shared }: CaseOverlap): boolean {
  return shared.every((row, i) =>
    row.slice(i + 1).every((count, j) => count === row[i] && isMore(shared[i + 1 + j]![i + 1 + j]!, row[i]!)),
  )
}

function isMore(later: number, earlier: number): boolean {
  return later - earlier >= later / 100
}
