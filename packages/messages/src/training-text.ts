import type { Language, TrainingCheck, TrainingDataSet } from '@assay/contracts'
import { checkName } from './quality-names.ts'
import { type Translator, translator } from './translator.ts'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** A declared data set in a sentence: what it is, of whom, from when and where. */
function dataSetText(language: Language, dataSet: TrainingDataSet): string {
  const t = translator(language)
  const { name, version, use, access, source, institutions, years, patients, manufacturers } = dataSet
  const list = (words: readonly string[]) => words.join(t('common.listSeparator'))
  return t('training.dataSet', {
    name: version === undefined ? t('training.named', { name }) : t('training.namedVersion', { name, version }),
    use: t(`training.use.${use}`),
    access: t(`training.access.${access}`),
    source,
    patients: new Intl.NumberFormat(locales[language]).format(patients),
    institutions: list(institutions),
    manufacturers: list(manufacturers),
    years: t(years.from === years.to ? 'training.year' : 'training.years', years),
  })
}

/** What was declared of a device, a sentence each: its data sets, and how many contents can be compared. */
export function declaredTexts(
  language: Language,
  { dataSets, contents }: { dataSets: readonly TrainingDataSet[]; contents: number },
): string[] {
  const t = translator(language)
  const count = new Intl.NumberFormat(locales[language]).format(contents)
  return [
    ...(dataSets.length === 0 ? [t('training.noDataSets')] : dataSets.map((one) => dataSetText(language, one))),
    contents === 0 ? t('training.noContents') : t('training.contents', { count }),
  ]
}

/** What a hospital found when it held its set against a declaration, a sentence a rule: with what it is, its version, and the outcome. */
export function trainingCheckTexts(language: Language, check: TrainingCheck): string[] {
  const t = translator(language)
  if (check.rules.length === 0) return [t('training.check.noRules')]
  return check.rules.map((rule) =>
    t('training.check.rule', {
      check: checkName(language, rule.check),
      rule: rule.rule,
      ruleSet: rule.ruleSet,
      version: rule.ruleSetVersion,
      severity: t(`quality.severity.${rule.severity}`),
      outcome: outcomeText(rule, check, t),
    }),
  )
}

function outcomeText(
  { check, outcome, reason }: TrainingCheck['rules'][number],
  { patientsInCommon, namedDataSets }: TrainingCheck,
  t: Translator,
): string {
  if (outcome === 'inconclusive') return t('training.check.inconclusive')
  if (outcome === 'not-applicable')
    return t('training.check.notApplicable', { reason: reason ? t(`quality.notApplicable.${reason}`) : '' })
  if (check === 'training-elsewhere')
    return t(`training.check.named.${outcome}`, { names: namedDataSets.join(t('common.listSeparator')) })
  return t(`training.check.overlap.${outcome}`, { count: countText(patientsInCommon, t) })
}

/** A count as it left a hospital: a suppressed one may be none. */
function countText(released: TrainingCheck['patientsInCommon'], t: Translator): string {
  return released ? t(`training.check.count.${released.kind}`, { ...released }) : '—'
}
