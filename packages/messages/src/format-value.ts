import type { Language } from '@assay/contracts'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** Units whose way of writing is not their code in UCUM. */
const unitWords: Record<string, string> = { "[hnsf'U]": 'HU', uV: 'µV', um: 'µm', deg: '°', '1': '', '{count}': '' }
const unitWordsIn: Record<Language, Record<string, string>> = { en: {}, zh: { '/min': '次/分', s: '秒' } }

/** A number with four digits at most, and its unit; days in words. Text stands as it is. */
export function formatValue(value: number | string, unit: string, language: Language): string {
  if (typeof value === 'string') return value
  const format = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locales[language], { maximumSignificantDigits: 4, ...options })
      .format(value)
      .replace('-', '−')
  if (unit === 'd') return format({ style: 'unit', unit: 'day', unitDisplay: 'long' })
  const word = unitWordsIn[language][unit] ?? unitWords[unit] ?? unit
  return [format({}), ...(word === '' ? [] : [word])].join(word === '°' ? '' : ' ')
}

/** A share of 1 in per cent, to a tenth. */
export function formatShare(share: number, language: Language): string {
  return `${formatCount(Number((100 * share).toFixed(1)), language)} %`
}

/** A count, whole. */
export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(count)
}
