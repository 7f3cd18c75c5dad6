/** A device that takes case after case might carry something from one to the next: this many are looked at again. */
const leastOfSeries = 20

/** How many of some cases are run again in fresh starts. @param share of the cases that is run again of any device, 0 to 1 */
export function countRepeats(cases: number, isSeries: boolean, share: number): number {
  return Math.min(cases, Math.max(Math.ceil(cases * share), isSeries ? leastOfSeries : 0))
}

/** Probability that `repeats` cases that are run again all miss a state that changes a share of the results.  */
export function chanceOfMissing(repeats: number, share = 0.05): number {
  return (1 - share) ** repeats
}
