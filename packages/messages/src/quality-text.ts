import {
  type Finding,
  type FindingPlace,
  isOfCategory,
  type Language,
  type QualityPassport,
  type QualityTier,
} from '@assay/contracts'
import type { MessageKey } from './catalogue.ts'
import { en } from './en/catalogue.ts'
import { formatCount, formatShare, formatValue } from './format-value.ts'
import { className, quantityName, stratumName, stratumValue } from './quality-names.ts'
import { type Translator, translator } from './translator.ts'

type FindingParameters = NonNullable<Finding['parameters']>

/** Findings whose numbers of unit 1 are shares, said in per cent. */
const ofShares = new Set<Finding['code']>([
  ...(['class-rare', 'composition-apart', 'labels-read-once', 'labels-noisy', 'labels-likely-wrong'] as const),
  ...(['labels-implausible', 'set-worn', 'ecg-cables-exchanged', 'fundus-field-cut', 'fundus-brightness-odd'] as const),
])

/** Their parameters that are shares. */
const shares = new Set(['found', 'wanted', 'undone'])

/** A finding in words: what is wrong, where in the study, and what to do. */
export function findingText(language: Language, finding: Finding): { what: string; where: string; advice: string } {
  const t = translator(language)
  const { code, measured, expected, parameters = {}, where = {} } = finding
  const format = formatterOf(finding, language)
  const shown = Object.entries(parameters).map(([name, value]) => [name, format(value, shares.has(name) ? '1' : '')])
  const words: Record<string, string | number> = {
    ...Object.fromEntries(shown),
    attribute: where.attribute ?? '',
    ...parametersInWords(parameters, language, t),
    ...(measured ? { measured: format(measured.value, measured.unit) } : {}),
    ...(expected ? { expected: expectedText(expected, format, t) } : {}),
    ...countOf(finding, language),
  }
  const what = t(`quality.finding.${code}.what` as MessageKey, words)
  return {
    what,
    where: finding.where ? placeText(saidOnce(finding.where, what), language, t) : '',
    advice: t(`quality.finding.${code}.advice`, words),
  }
}

type Format = (value: number | string, unit: string) => string

function formatterOf({ code }: Finding, language: Language): Format {
  return (value, unit) =>
    unit === '1' && ofShares.has(code) && typeof value === 'number'
      ? formatShare(value, language)
      : formatValue(value, unit, language)
}

/** The number that decides between one and many, where the finding's words have forms for them. */
function countOf({ code, parameters, measured }: Finding, language: Language): { count?: number; shown?: string } {
  if (!('what_other' in en.quality.finding[code])) return {}
  const count = Number(parameters?.count ?? measured?.value)
  return { count, shown: formatCount(count, language) }
}

/** Parameters that name something, in the language's words. */
function parametersInWords(parameters: FindingParameters, language: Language, t: Translator): Record<string, string> {
  const { about, feature, stratum, value, label } = parameters
  return {
    ...phaseWords(parameters, t),
    ...(about === undefined ? {} : { about: t(`quality.about.${about}` as MessageKey) }),
    ...(feature === undefined ? {} : { feature: quantityName(language, `${feature}`) }),
    ...(label === undefined ? {} : { label: className(language, `${label}`) }),
    ...(stratum === undefined
      ? {}
      : { stratum: stratumName(language, `${stratum}`), value: stratumValue(language, `${stratum}`, `${value}`) }),
  }
}

/** Phases of a contrast medium in words, several parted by blanks. */
function phaseWords(parameters: FindingParameters, t: Translator): Record<string, string> {
  const said = (['phase', 'statedPhase', 'wantedPhases'] as const).flatMap((name) => {
    const phases = parameters[name]
    if (phases === undefined) return []
    const words = String(phases)
      .split(' ')
      .map((phase) => t(`quality.phase.${phase}` as MessageKey))
    return [[name, words.join(t('common.listSeparator'))] as const]
  })
  return Object.fromEntries(said)
}

const tierNames = ['standardisation', 'acquisition', 'integration', 'use'] as const

/** The key of a tier's name. */
export function tierKey(tier: QualityTier): MessageKey {
  return `quality.tier.${tierNames[tier - 1]!}`
}

/** The key of a text that a study's passport and a category's have words of their own for. */
export function passportKey(
  passport: Pick<QualityPassport, 'study' | 'category'>,
  name: 'title' | 'allPassed' | 'someHeld' | 'study' | 'files' | 'evidenceText',
) {
  return isOfCategory(passport) ? (`passports.ofCollection.${name}` as const) : (`quality.passport.${name}` as const)
}

function expectedText(expected: NonNullable<Finding['expected']>, format: Format, t: Translator): string {
  const { least, most, oneOf, unit } = expected
  if (oneOf) return oneOf.map((value) => format(value, unit)).join(t('common.listSeparator'))
  if (least !== undefined && most !== undefined)
    return t('quality.range', { least: format(least, unit === '1' ? unit : ''), most: format(most, unit) })
  return format(least ?? most ?? '', unit)
}

/** A place without the attribute that the finding has named already. */
function saidOnce({ attribute, ...where }: FindingPlace, what: string): FindingPlace {
  return attribute === undefined || what.includes(attribute) ? where : { ...where, attribute }
}

/** The end of a long identifier, which tells it apart; the whole stands in the list of series and in the passport as data. */
function shortUid(text: string): string {
  return /^[0-9.]{24,}$/.test(text) ? `…${text.slice(-8)}` : text
}

function placeText(where: FindingPlace, language: Language, t: Translator): string {
  const { series, file, attribute, frame, region, channel, seconds } = where
  const corner = (place: readonly number[]) => place.join(', ')
  const seconded = (value: number) => formatValue(value, '', language)
  return [
    ...(series === undefined ? [] : [t('quality.place.series', { series: shortUid(series) })]),
    ...(file === undefined ? [] : [t('quality.place.file', { file: shortUid(file) })]),
    ...(attribute === undefined ? [] : [t('quality.place.attribute', { attribute })]),
    ...(frame === undefined ? [] : [t('quality.place.frame', { frame })]),
    ...(region ? [t('quality.place.region', { from: corner(region.from), to: corner(region.to) })] : []),
    ...(channel === undefined ? [] : [t('quality.place.channel', { channel })]),
    ...(seconds ? [t('quality.place.seconds', { from: seconded(seconds[0]), to: seconded(seconds[1]) })] : []),
  ].join(t('common.listSeparator'))
}
