import { escaped, normalText } from './normal-text.ts'

/** Between the characters of a number, where somebody spread it. */
const gap = '[\\s._/-]?'

/** Numbers of fewer characters are met in too many texts. */
const leastCharacters = 4

/** Patterns of a number that stands for a person or a visit: as it is, without its separators, its digits alone, without the zeros in front. */
export function numberPatterns(number: string): string[] {
  const characters = normalText(number).replaceAll(/[^\p{L}\p{N}]/gu, '')
  const digits = characters.match(/\d{6,}/g) ?? []
  const forms = [characters, ...digits].flatMap((form) => [form, form.replace(/^0+/, '')])
  return [...new Set(forms)]
    .filter((form) => form.length >= leastCharacters)
    .map((form) => {
      const spread = [...form].map(escaped).join(gap)
      // Longer ones are also met within words and other numbers.
      return form.length >= 7 ? spread : `(?<![\\p{Script=Latin}\\p{N}])${spread}(?![\\p{Script=Latin}\\p{N}])`
    })
}

/** Patterns of a name of a place or an institution: whole, and each of its lines and parts that is no common word. */
export function placePatterns(place: string): string[] {
  const parts = normalText(place)
    .split(/[\r\n,;^\\，；、]+/)
    .map((part) => part.trim())
    .filter((part) => part.length >= leastCharacters || (part.length > 1 && /\p{Script=Han}/u.test(part)))
  return parts
    .map((part) =>
      part
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== '')
        .map(escaped)
        .join('[^\\p{L}\\p{N}]{0,3}'),
    )
    .filter((pattern) => pattern !== '')
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const digitsInChinese = '〇一二三四五六七八九'

/** Patterns of a day, YYYYMMDD, in the forms in which people write it. */
export function dayPatterns(day: string): string[] {
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(day) ?? []
  if (year === undefined || month === undefined || date === undefined) return []
  const [y, m, d] = [`(?:${year.slice(0, 2)})?${year.slice(2)}`, `0?${Number(month)}`, `0?${Number(date)}`]
  const word = `${months[Number(month) - 1] ?? month}[a-z]*`
  const gaps = '[\\s._/,-]{0,2}'
  const bare = (pattern: string) => `(?<!\\d)${pattern}(?!\\d)`
  const chinese = `${[...year].map((digit) => `[${digitsInChinese[Number(digit)]}${digit === '0' ? '零' : ''}]`).join('')}年`
  return [
    bare(`${year}${gaps}${m}${gaps}${d}`),
    bare(`${y}[-/.]${m}[-/.]${d}`),
    bare(`${y}年${m}月${d}日?`),
    bare(`${d}[-/.\\s]${m}[-/.\\s]${y}`),
    bare(`${m}[-/.\\s]${d}[-/.\\s]${y}`),
    bare(`${d}${gaps}${word}${gaps}${y}`),
    `${word}${gaps}${d}${gaps}${y}(?!\\d)`,
    `${chinese}[〇零一二三四五六七八九十]{1,3}月[〇零一二三四五六七八九十]{1,3}日`,
  ]
}
