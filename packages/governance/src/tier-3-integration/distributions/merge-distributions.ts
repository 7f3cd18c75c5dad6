import { extentOfCount, type ReleasedCount } from '@assay/contracts'

interface Extent {
  lower: number
  upper: number
}

/** Other hospitals that a reference speaks of, at least. */
export const leastOthers = 3

/**
 * Hospitals whose counts must have changed before references are made anew: each hospital then sees the sum of changes of
 * at least three others, whichever it compares with which.
 */
export const leastChanged = leastOthers + 1

/**
 * The counts of all hospitals but one, cell by cell, between the least and the most that they can be. Undefined unless at
 * least three others have let something out.
 * @param released hospital → quantity → cells, all of one definition
 */
export function mergeOthers(
  released: ReadonlyMap<string, readonly (readonly ReleasedCount[])[]>,
  without: string,
): { hospitals: number; quantities: Extent[][] } | undefined {
  const others = [...released].filter(([hospital]) => hospital !== without).map(([, quantities]) => quantities)
  const [first] = others
  if (!first || others.length < leastOthers) return undefined
  const quantities = first.map((cells, quantity) =>
    cells.map((_, cell) => sumOf(others.map((own) => extentOfCount(own[quantity]![cell]!)))),
  )
  return { hospitals: others.length, quantities }
}

function sumOf(extents: readonly Extent[]): Extent {
  return {
    lower: extents.reduce((sum, { lower }) => sum + lower, 0),
    upper: extents.reduce((sum, { upper }) => sum + upper, 0),
  }
}
