import { sha256OfJson } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'

/** Documents stay as they are while a program runs, and are asked about with each study. */
const known = new WeakMap<Hospital['ruleSets'], Map<string, string>>()

/** Over the rule documents that hold for a category, and the program that reads them: equal keys, nothing to check again. */
export function rulesKey({ ruleSets, version }: Pick<Hospital, 'ruleSets' | 'version'>, category: string): string {
  const keys = known.get(ruleSets) ?? new Map<string, string>()
  known.set(ruleSets, keys)
  const name = `${version} ${category}`
  const key = keys.get(name) ?? keyOf(ruleSets, version, category)
  keys.set(name, key)
  return key
}

function keyOf(ruleSets: Hospital['ruleSets'], version: string, category: string): string {
  return sha256OfJson({
    version,
    ruleSets: ruleSets.filter((set) => set.category === '*' || set.category === category),
  })
}
