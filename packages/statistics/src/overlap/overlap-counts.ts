import type { Labels } from './label-runs.ts'

/** Voxels of a label in the reference, in the result, and in both. */
export interface OverlapCounts {
  reference: number
  result: number
  both: number
}

/**
 * Counts every label of two label arrays, which may come in parts: voxels that follow each other, in any number of calls.
 * @returns `add` for a part, `counts` for what has been counted so far, by label, background left out
 * @throws RangeError from `add` when the parts differ in length
 */
export function overlapCounter(): {
  add: (reference: Labels, result: Labels) => void
  counts: () => Map<number, OverlapCounts>
} {
  const found = new Map<number, OverlapCounts>()
  const of = (label: number) => {
    const known = found.get(label)
    if (known) return known
    const fresh = { reference: 0, result: 0, both: 0 }
    found.set(label, fresh)
    return fresh
  }
  return {
    add: (reference, result) => addRuns(reference, result, of),
    counts: () => new Map([...found].filter(([label]) => label !== 0).sort(([a], [b]) => a - b)),
  }
}

/** Voxels come in long runs of the same pair of labels: each run is counted at once. */
function addRuns(reference: Labels, result: Labels, of: (label: number) => OverlapCounts): void {
  if (reference.length !== result.length)
    throw new RangeError(`result: ${result.length} voxels, ${reference.length} in the reference`)
  let start = 0
  while (start < reference.length) {
    const [a, b] = [reference[start]!, result[start]!]
    let end = start + 1
    while (end < reference.length && reference[end] === a && result[end] === b) end += 1
    of(a).reference += end - start
    of(b).result += end - start
    if (a === b) of(a).both += end - start
    start = end
  }
}
