import type { DistributionAxis } from '@assay/contracts'

/** A value that was measured or read from every study of a hospital, e.g. noise, slice thickness or age. */
export interface Feature {
  readonly name: string
  readonly unit: string
  /** In the order in which the studies came. */
  readonly values: readonly { readonly at: string; readonly value: number }[]
}

/** Patients of a hospital by one quantity, and what at least three others have together. */
export interface Distribution {
  readonly axis: DistributionAxis
  /** Patients of each cell here. */
  readonly own: readonly number[]
  /** The least and the most that the others' can be; undefined where nothing was heard of them. */
  readonly others: readonly { readonly lower: number; readonly upper: number }[] | undefined
}

/** All that a hospital has of a category, as rules of tier 3 see it. */
export interface CollectionSubject {
  readonly id: string
  readonly category: string
  /** SHA-256 over the manifests of its studies. */
  readonly manifestHash: string
  readonly features: readonly Feature[]
  readonly distributions: readonly Distribution[]
}
