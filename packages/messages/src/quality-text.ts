import {
  type Finding,
  type FindingPlace,
  isOfCategory,
  type Language,
  type Measurement,
  type QualityPassport,
  type QualityTier,
} from '@assay/contracts'
import type { MessageKey } from './catalogue.ts'
import { en } from './en/catalogue.ts'
import { type Translator, translator } from './translator.ts'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** Units whose way of writing is not their code in UCUM. */
const unitWords: Record<string, string> = { "[hnsf'U]": 'HU', uV: 'µV', um: 'µm', deg: '°', '1': '', '{count}': '' }

/** A finding in words: what is wrong, where in the study, and what to do. */
export function findingText(language: Language, finding: Finding): { what: string; where: string; advice: string } {
  const t = translator(language)
  const { measured, expected, parameters = {} } = finding
  const shown = Object.entries(parameters).map(([name, value]) => [name, formatValue(value, '', language)])
  const words: Record<string, string> = {
    ...Object.fromEntries(shown),
    attribute: finding.where?.attribute ?? '',
    ...phaseWords(parameters, t),
    ...(parameters.about === undefined ? {} : { about: t(`quality.about.${parameters.about}` as MessageKey) }),
    ...(measured ? { measured: formatValue(measured.value, measured.unit, language) } : {}),
    ...(expected ? { expected: expectedText(expected, language, t) } : {}),
  }
  const what = t(`quality.finding.${finding.code}.what`, words)
  return {
    what,
    where: finding.where ? placeText(saidOnce(finding.where, what), language, t) : '',
    advice: t(`quality.finding.${finding.code}.advice`, words),
  }
}

/** Phases of a contrast medium in words, several parted by blanks. */
function phaseWords(parameters: NonNullable<Finding['parameters']>, t: Translator): Record<string, string> {
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

/** A check's name in words; its id where there are none. */
export function checkName(language: Language, check: string): string {
  const isNamed = (name: string): name is keyof typeof en.quality.check => Object.hasOwn(en.quality.check, name)
  return isNamed(check) ? translator(language)(`quality.check.${check}`) : check
}

/** A working group's name in words; its own where there are none. */
export function ownerName(language: Language, owner: string): string {
  const isNamed = (name: string): name is keyof typeof en.quality.owner => Object.hasOwn(en.quality.owner, name)
  return isNamed(owner) ? translator(language)(`quality.owner.${owner}`) : owner
}

/** A measured value with its unit. */
export function measurementText(language: Language, { value, unit }: Measurement): string {
  return formatValue(value, unit, language)
}

const tierNames = ['standardisation', 'acquisition', 'integration', 'use'] as const

/** The key of a tier's name. */
export function tierKey(tier: QualityTier): MessageKey {
  return `quality.tier.${tierNames[tier - 1]!}`
}

/** The key of a text that a study's passport and a category's have words of their own for. */
export function passportKey(
  passport: Pick<QualityPassport, 'study' | 'category'>,
  name: Exclude<keyof typeof en.passports.ofCollection, 'about'>,
) {
  return isOfCategory(passport) ? (`passports.ofCollection.${name}` as const) : (`quality.passport.${name}` as const)
}

function expectedText(expected: NonNullable<Finding['expected']>, language: Language, t: Translator): string {
  const { least, most, oneOf, unit } = expected
  const format = (value: number | string) => formatValue(value, unit, language)
  if (oneOf) return oneOf.map(format).join(t('common.listSeparator'))
  if (least !== undefined && most !== undefined)
    return t('quality.range', { least: formatValue(least, '', language), most: format(most) })
  return format(least ?? most ?? '')
}

/** A number with four digits at most, and its unit. */
function formatValue(value: number | string, unit: string, language: Language): string {
  if (typeof value === 'string') return value
  const number = new Intl.NumberFormat(locales[language], { maximumSignificantDigits: 4 }).format(value)
  const word = unitWords[unit] ?? unit
  return [number.replace('-', '−'), ...(word === '' ? [] : [word])].join(word === '°' ? '' : ' ')
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
