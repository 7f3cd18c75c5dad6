import type { DataSheet, Language, RuleOutcome } from '@assay/contracts'
import { ruleName } from './quality-names.ts'
import { translator } from './translator.ts'

/** A rule that speaks of a characteristic, with what it came to: “Strata filled: Failed”. */
export function dataSheetRule(
  language: Language,
  { ruleSet, rule, outcome }: DataSheet['characteristics'][number]['rules'][number],
  outcomes: readonly RuleOutcome[],
): string {
  const t = translator(language)
  const check = outcomes.find((one) => one.ruleSet === ruleSet && one.rule === rule)?.check
  return t('quality.measured', {
    name: ruleName(language, check ? { rule, check } : { rule }),
    value: t(`quality.outcome.${outcome}`),
  })
}

/** What holds of every set, by the platform's make. */
export function dataSheetStated(
  language: Language,
  name: DataSheet['characteristics'][number]['name'],
): string | undefined {
  if (name !== 'accessibility' && name !== 'traceability') return undefined
  return translator(language)(`dataSheet.stated.${name}`)
}

/** Whether a set is fit, as its data sheet says it first. */
export function fitnessOf({ use }: Pick<DataSheet, 'use'>) {
  const judged = use.outcomes.filter(({ outcome }) => outcome !== 'not-applicable')
  const kept = judged.filter(({ outcome }) => outcome === 'passed').length
  const words = { accept: 'fit', warn: 'fitWithRemarks', quarantine: 'unfit', reject: 'unfit' } as const
  return {
    word: `dataSheet.${words[use.verdict]}`,
    counts: { kept, total: judged.length, count: use.outcomes.length - judged.length },
  } as const
}
