/** A value that was measured or read from every study of a hospital, e.g. noise, slice thickness or age. */
export interface Feature {
  readonly name: string
  readonly unit: string
  /** In the order in which the studies came. */
  readonly values: readonly { readonly at: string; readonly value: number }[]
  /** Counts of the other hospitals' studies, merged, between the edges; undefined where none have been released. */
  readonly others: { readonly edges: readonly number[]; readonly counts: readonly number[] } | undefined
}

/** All that a hospital has of a category, as rules of tier 3 see it. */
export interface CollectionSubject {
  readonly id: string
  readonly category: string
  /** SHA-256 over the manifests of its studies. */
  readonly manifestHash: string
  readonly features: readonly Feature[]
}
