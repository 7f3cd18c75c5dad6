import { AssayError } from '@assay/contracts'
import { type MatchedCase, sevenRates } from '@assay/statistics/detection'
import { frocDifference, markedAreaDifference, type VersionDifference } from '@assay/statistics/versions'
import type { MethodInput } from '../method.ts'
import type { CompareOptions, MarkEndpoint } from './compare-tables.ts'
import { readMarkedReadings } from './detection-tables.ts'
import { matchingOf, matchOne } from './matching-options.ts'

/** A version held against another, and by how much each case came out higher. */
export interface Compared {
  readonly found: VersionDifference | undefined
  readonly changes: readonly { case: string; difference: number }[]
}

/**
 * Versions by their marks: the table is one of marks with a column `version`. A case's change is that of the share of its lesions that any mark found.
 * @throws AssayError as the tables' readers
 */
export async function compareMarks(
  endpoint: MarkEndpoint,
  chosen: CompareOptions,
  { options, standing, seed, level }: MethodInput<CompareOptions>,
): Promise<{ names: string[]; hold: (version: string, against: string) => Compared }> {
  const needed = (path: string | undefined, option: string) => {
    if (path === undefined) throw new AssayError('option-invalid', { option, what: 'option-file-needed' })
    return path
  }
  const files = {
    marks: String(chosen.words[0] ?? '-'),
    lesions: needed(chosen.lesions, '--lesions'),
    cases: needed(chosen.cases, '--cases'),
  }
  const version = options.version ?? 'version'
  const named = new Map([
    ['reader', ''],
    ['modality', version],
  ])
  const marked = await readMarkedReadings(files, standing, named)
  const how = matchingOf(chosen)
  const versions = new Map(marked.map((one) => [one.modality, one.cases.map((own) => matchOne(own, how))]))
  const rates = chosen.rates ?? sevenRates
  const resampling = { rates, replicates: chosen.replicates, seed, level }
  const hold = (later: string, earlier: string): Compared => {
    const [after, before] = [versions.get(later)!, versions.get(earlier)!]
    return {
      found:
        endpoint === 'froc'
          ? frocDifference(before, after, resampling)
          : markedAreaDifference(endpoint, before, after, resampling),
      changes: after.map((one, i) => ({ case: one.case, difference: foundShare(one) - foundShare(before[i]!) })),
    }
  }
  return { names: [...versions.keys()], hold }
}

function foundShare({ lesionScores }: MatchedCase): number {
  if (lesionScores.length === 0) return 0
  return lesionScores.filter((score) => score !== -Infinity).length / lesionScores.length
}
