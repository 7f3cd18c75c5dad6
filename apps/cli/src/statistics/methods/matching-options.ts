import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { hitRule, type MatchedCase, type Matching, matching, matchMarks } from '@assay/statistics/detection'
import type { Command } from 'commander'
import { oneOf } from '../option-choice.ts'

const rules = ['distance', 'centre-in-truth', 'distance-over-size', 'overlap-over-mark', 'iou'] as const

/** When a mark hits a lesion, as options declare it. */
export interface MatchingOptions {
  readonly rule: (typeof rules)[number]
  readonly limit?: string
  readonly boundary?: 'included' | 'excluded'
  readonly multiplicity: Matching['multiplicity']
  readonly duplicates: Matching['duplicates']
  readonly precedence: Matching['precedence']
}

/** Adds the options of matching marks with lesions. */
export function describeMatching(command: Command, t: Translator): Command {
  return command
    .option('--rule <rule>', t('cli.statistics.froc.rule'), oneOf(rules, '--rule'), 'distance')
    .option('--limit <limit>', t('cli.statistics.froc.limit'))
    .option('--boundary <kind>', t('cli.statistics.froc.boundary'), oneOf(['included', 'excluded'], '--boundary'))
    .option(
      '--multiplicity <kind>',
      t('cli.statistics.froc.multiplicity'),
      oneOf(['luna16', 'one-to-one'], '--multiplicity'),
      'luna16',
    )
    .option(
      '--duplicates <kind>',
      t('cli.statistics.froc.duplicates'),
      oneOf(['ignored', 'false-positive'], '--duplicates'),
      'ignored',
    )
    .option(
      '--precedence <kind>',
      t('cli.statistics.froc.precedence'),
      oneOf(['lesion', 'irrelevant'], '--precedence'),
      'lesion',
    )
}

/** @throws AssayError for a limit that the rule can not have */
export function matchingOf({ rule, limit, boundary, ...others }: MatchingOptions): Matching {
  const given = limit ?? (rule === 'distance' ? 'radius' : undefined)
  const value = given === undefined || given === 'radius' ? given : Number(given)
  const read = hitRule.safeParse({
    rule,
    ...(rule === 'centre-in-truth' || value === undefined ? {} : { limit: value }),
    ...(boundary ? { boundary } : {}),
  })
  if (!read.success) throw new AssayError('option-invalid', { option: '--limit', what: 'option-limit' })
  const { multiplicity, duplicates, precedence } = others
  return matching.parse({ rule: read.data, multiplicity, duplicates, precedence })
}

/** @throws AssayError where the rule needs boxes that the tables lack */
export function matchOne(scan: Parameters<typeof matchMarks>[0], how: Matching): MatchedCase {
  try {
    return matchMarks(scan, how)
  } catch (error) {
    if (error instanceof RangeError) throw new AssayError('option-invalid', { option: '--rule', what: 'option-boxes' })
    throw error
  }
}
