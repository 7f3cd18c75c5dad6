import type { DataSheet, Language, Measurement, RuleOutcome } from '@assay/contracts'
import type { MessageKey } from './catalogue.ts'
import { en } from './en/catalogue.ts'
import { checkName, measurementText } from './quality-text.ts'
import { type Translator, translator } from './translator.ts'

/** A stratum of a set in words; its name where there are none. */
export function stratumName(language: Language, stratum: string): string {
  const { stratum: known } = en.dataSheet
  return Object.hasOwn(known, stratum)
    ? translator(language)(`dataSheet.stratum.${stratum as keyof typeof known}`)
    : stratum
}

/** A value of a stratum in words: a sex, an age band; others stand as they are. Empty: not known. */
export function stratumValue(language: Language, stratum: string, value: string): string {
  const t = translator(language)
  if (value === '') return t('dataSheet.unknown')
  const { sexOf } = en.fullSample.studies
  if (stratum === 'sex' && Object.hasOwn(sexOf, value))
    return t(`fullSample.studies.sexOf.${value as keyof typeof sexOf}`)
  return stratum === 'age-band' ? t('fullSample.studies.years', { band: value }) : value
}

/** Names that say of what they are: `distance-sex`, `format-dicom`, `share-nodule`, `items-nodule`. */
const namesOf = /^(distance|format|share|items)-(.+)$/

/** What was measured of a set, with its name: “effective number of hospitals: 1.8”. */
export function dataSheetFigure(language: Language, figure: Measurement): string {
  const t = translator(language)
  const isShare = figure.unit === '1' && !/^effective-|-alpha$/.test(figure.name)
  const value = isShare ? `${(100 * figure.value).toFixed(1)} %` : measurementText(language, figure)
  return t('dataSheet.measured', { name: figureName(figure.name, language, t), value })
}

function figureName(name: string, language: Language, t: Translator): string {
  const [, kind, of = ''] = name === 'share-fresh' ? [] : (namesOf.exec(name) ?? [])
  if (!kind) return t(`dataSheet.figure.${name}` as MessageKey)
  return t(`dataSheet.figure.${kind}` as MessageKey, { of: kind === 'distance' ? stratumName(language, of) : of })
}

/** A rule that speaks of a characteristic, with what it came to: “Strata filled: Failed”. */
export function dataSheetRule(
  language: Language,
  { ruleSet, rule, outcome }: DataSheet['characteristics'][number]['rules'][number],
  outcomes: readonly RuleOutcome[],
): string {
  const t = translator(language)
  const check = outcomes.find((one) => one.ruleSet === ruleSet && one.rule === rule)?.check
  return t('dataSheet.measured', {
    name: check ? checkName(language, check) : ruleName(language, rule),
    value: t(`quality.outcome.${outcome}`),
  })
}

/** A rule of a case's passport, whose check is not named here: many are called as their check is. */
function ruleName(language: Language, rule: string): string {
  const { rule: known } = en.dataSheet
  return Object.hasOwn(known, rule)
    ? translator(language)(`dataSheet.rule.${rule as keyof typeof known}`)
    : checkName(language, rule)
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
    counts: { kept, total: judged.length, passedOver: use.outcomes.length - judged.length },
  } as const
}
