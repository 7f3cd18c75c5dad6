import type { RuleSet } from '@assay/contracts'

/** The rule sets that a category's studies are held against, by tier and name. */
export function ruleSetsFor(category: string, ruleSets: readonly RuleSet[]): RuleSet[] {
  return ruleSets
    .filter((set) => set.category === '*' || set.category === category)
    .sort((a, b) => a.tier - b.tier || (a.id < b.id ? -1 : 1))
}
