import type { ReadItems } from '@assay/governance'

/** Items of which reference and readers said the same, brought together. */
export function togetherAlike(items: readonly Omit<ReadItems, 'count'>[]): ReadItems[] {
  const keyOf = ({ reference, said }: Omit<ReadItems, 'count'>) =>
    JSON.stringify([reference, Object.entries(said).sort()])
  return [...Map.groupBy(items, keyOf).values()].map((alike) => ({
    reference: alike[0]!.reference,
    said: alike[0]!.said,
    count: alike.length,
  }))
}
