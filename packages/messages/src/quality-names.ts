import type { Language, Measurement, RuleSet } from '@assay/contracts'
import type { MessageKey } from './catalogue.ts'
import { en } from './en/catalogue.ts'
import { formatShare, formatValue } from './format-value.ts'
import { translator } from './translator.ts'

const names = en.qualityNames

/** A name in words; undefined where there are none. */
function nameOf(language: Language, kind: keyof typeof names, id: string): string | undefined {
  if (!Object.hasOwn(names[kind], id)) return undefined
  return translator(language)(`qualityNames.${kind}.${id}` as MessageKey)
}

/** A check's name in words; its id where there are none. */
export function checkName(language: Language, check: string): string {
  return nameOf(language, 'check', check) ?? check
}

/** What a rule looks at, in words; by its check where it has none of its own, else its id. */
export function ruleName(language: Language, { rule, check = rule }: { rule: string; check?: string }): string {
  return nameOf(language, 'rule', rule) ?? checkName(language, check)
}

/** Rules as `set/rule`, parted by commas, in words. */
export function ruleNames(language: Language, rules: string): string {
  const words = rules.split(', ').map((one) => ruleName(language, { rule: one.split('/').at(-1)! }))
  return [...new Set(words)].join(translator(language)('common.listSeparator'))
}

/** A working group's name in words; its own where there are none. */
export function ownerName(language: Language, owner: string): string {
  return nameOf(language, 'owner', owner) ?? owner
}

/** The instrument or source of a rule, as its document names it. */
export function sourceName(language: Language, { name }: RuleSet['instrument']): string {
  return typeof name === 'string' ? name : name[language]
}

/** A stratum of a set in words; its name where there are none. */
export function stratumName(language: Language, stratum: string): string {
  const { stratum: known } = en.dataSheet
  return Object.hasOwn(known, stratum)
    ? translator(language)(`dataSheet.stratum.${stratum as keyof typeof known}`)
    : stratum
}

/** A value of a stratum in words: a sex, an age band, a class; others stand as they are. Empty: not known. */
export function stratumValue(language: Language, stratum: string, value: string): string {
  const t = translator(language)
  if (value === '') return t('dataSheet.unknown')
  const { sexOf } = en.fullSample.studies
  if (stratum === 'sex' && Object.hasOwn(sexOf, value))
    return t(`fullSample.studies.sexOf.${value as keyof typeof sexOf}`)
  if (stratum === 'label') return className(language, value)
  return stratum === 'age-band' ? t('fullSample.studies.years', { band: value }) : value
}

/** A class of a reference standard in words, from its label or the slug of it; the label where there are none. */
export function className(language: Language, label: string): string {
  const slug = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return nameOf(language, 'classOf', slug) ?? label
}

/** Names that say of what they are: `distance-sex`, `format-dicom`, `share-n`, `items-n`. */
const namesOf = /^(distance-least|distance-most|distance|format|share|items)-(.+)$/

/** What is measured or counted, in words; its name where there are none. */
export function quantityName(language: Language, name: string): string {
  const known = nameOf(language, 'quantity', name)
  if (known !== undefined) return known
  const [, kind, of = ''] = namesOf.exec(name) ?? []
  if (!kind) return name
  return translator(language)(`qualityNames.quantityOf.${kind}` as MessageKey, { of: wordsOf(language, kind, of) })
}

function wordsOf(language: Language, kind: string, of: string): string {
  if (kind === 'format') return nameOf(language, 'format', of) ?? of.toUpperCase()
  if (kind === 'share' || kind === 'items') return className(language, of)
  return kind === 'distance' ? stratumName(language, of) : quantityName(language, of)
}

const shares = new Set([
  ...['with-reference', 'with-all-strata', 'distinct-contents', 'exposed', 'disclosed', 'with-date', 'with-passport'],
  ...[
    'read-by-two',
    'readings-differing',
    'readers-pair-least',
    'labels-likely-wrong',
    'labels-doubted',
    'share-fresh',
    'dipole-residual',
  ],
])

/** What was measured, with its name and unit: “Thickness of slices: 2.5 mm”. */
export function measuredText(language: Language, figure: Measurement): string {
  return translator(language)('quality.measured', {
    name: quantityName(language, figure.name),
    value: measuredValue(language, figure),
  })
}

function measuredValue(language: Language, { name, value, unit }: Measurement): string {
  if (name === 'fundus-grade') return nameOf(language, 'gradability', `grade${value}`) ?? `${value}`
  const isShare = shares.has(name) || /^(share|distance)-(?!least|most)/.test(name)
  return isShare ? formatShare(value, language) : formatValue(value, unit, language)
}
