import { pinyin } from 'pinyin-pro'
import { escaped, normalText } from './normal-text.ts'

/** Between the parts of a name, wherever they are written one after the other. */
const gap = '[^\\p{L}\\p{N}]{0,3}'

/** Words of name fields that name nobody. */
const nobody = /^(anonym\w*|unknown|none|null|test\w*|patient|phantom|qa|removed|na|no ?name|dr|mr|mrs|ms|prof)$/i

/** Of a part of a name. */
const mostWords = 8

/** Shortest words that are taken for a name by themselves: Li and Wu alone are words of too many texts. */
const leastLetters = 3

/**
 * Patterns of a person's name as PN has it (PS3.5 6.2.1): every group, family and given names in either order, with, without and with other
 * separators; each longer word by itself; Chinese names also in pinyin, whole and by syllables.
 */
export function namePatterns(name: string): string[] {
  const groups = normalText(name)
    .split('=')
    .map((group) => group.split('^').map((part) => part.trim()))
  return [...new Set(groups.flatMap((parts) => groupPatterns(parts)))]
}

function groupPatterns(parts: readonly string[]): string[] {
  const whole = parts.join('')
  if (whole === '' || nobody.test(whole)) return []
  if (/\p{Script=Han}/u.test(whole)) return [...ideographicPatterns(parts), ...pinyinPatterns(parts)]
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(whole)) return ideographicPatterns(parts)
  return latinPatterns(parts.slice(0, 3).map(wordsOf))
}

const wordsOf = (part: string) =>
  part
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !nobody.test(word))
    .slice(0, mostWords)

const alone = (pattern: string) => `(?<!\\p{Script=Latin})${pattern}(?!\\p{Script=Latin})`

/** Orders in which the words of family, given and middle names are met. */
function latinPatterns([family = [], given = [], middle = []]: readonly (readonly string[])[]): string[] {
  const rest = [...given, ...middle]
  const orders = [
    [...family, ...rest],
    [...rest, ...family],
    [...family, ...given],
    [...given, ...family],
  ]
  const full = orders.filter((words) => words.length > 1).map((words) => alone(joined(words)))
  const joinedGiven = given.length > 1 ? [alone(joined(given))] : []
  const words = [...family, ...rest].filter((word) => word.length >= leastLetters).map((word) => alone(escaped(word)))
  return [...full, ...joinedGiven, ...words]
}

/** Names of three letters and fewer are looked for as several words: Xu E is a name, xue may be a syllable. */
function joined(words: readonly string[]): string {
  return words.map(escaped).join(words.join('').length > leastLetters ? gap : gap.replace('0', '1'))
}

/** A Chinese name in one piece begins with its family name, of one character or, of some families, two. */
function splitIdeographic(parts: readonly string[]): [string, string] {
  const [family = '', given = ''] = parts.map((part) => part.replaceAll(/[^\p{L}]/gu, ''))
  if (given !== '' || family.length < 2) return [family, given]
  const length = family.length > 2 && compoundSurnames.has(family.slice(0, 2)) ? 2 : 1
  return [family.slice(0, length), family.slice(length)]
}

const compoundSurnames = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师'.split(
    ' ',
  ),
)

function ideographicPatterns(parts: readonly string[]): string[] {
  const [family, given] = splitIdeographic(parts)
  const whole = family + given
  const spread = (word: string) => [...word].map(escaped).join(gap)
  const full = whole.length > 1 ? [spread(whole), spread(given + family)] : []
  return given.length > 1 ? [...full, spread(given)] : full
}

/** How the ü of a syllable is written without it. */
const anyU = (syllable: string) => escaped(syllable).replaceAll(/v|u(?=e)/g, '(?:v|u|yu|ue)')

function pinyinPatterns(parts: readonly string[]): string[] {
  const [family, given] = splitIdeographic(parts)
  const syllables = (word: string, surname: 'head' | 'off') =>
    pinyin(word, { toneType: 'none', type: 'array', v: true, surname }).filter((syllable) => /^[a-zü]+$/.test(syllable))
  const readings = [syllables(family, 'head'), syllables(family, 'off')]
  const names = readings.flatMap((first) => {
    const rest = syllables(given, 'off')
    const orders = [
      [...first, ...rest],
      [...rest, ...first],
    ]
    return orders.filter((words) => words.length > 1).map((words) => alone(words.map(anyU).join(gap)))
  })
  const second = syllables(given, 'off')
  return second.length > 1 ? [...names, alone(second.map(anyU).join(gap))] : names
}
