import { sha256OfJson } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'

/** Over the rule documents that hold for a category, and the program that reads them: equal keys, nothing to check again. */
export function rulesKey({ ruleSets, version }: Pick<Hospital, 'ruleSets' | 'version'>, category: string): string {
  return sha256OfJson({
    version,
    ruleSets: ruleSets.filter((set) => set.category === '*' || set.category === category),
  })
}
