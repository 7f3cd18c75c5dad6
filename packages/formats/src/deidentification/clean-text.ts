import { dayPatterns, numberPatterns, placePatterns } from './identifier-patterns.ts'
import { lettersSought } from './letters-sought.ts'
import { namePatterns } from './name-patterns.ts'
import { normalText } from './normal-text.ts'
import { doubtfulNumbers, doubtfulWords, personalNumbers } from './personal-patterns.ts'

/** What is known of the persons and places behind a file, as its own attributes have it. */
export interface KnownIdentifiers {
  /** As PN has them, all groups: the patient, relatives, physicians, operators. */
  readonly names: readonly string[]
  /** Whether nobody knows what the patient is called, so that no text can be cleaned of the name. */
  readonly isNameless?: boolean
  /** Of patients, visits, orders, telephones, insurances. */
  readonly numbers: readonly string[]
  /** Of birth, YYYYMMDD. */
  readonly days: readonly string[]
  /** Institutions, departments, addresses. */
  readonly places: readonly string[]
}

/**
 * How much is taken out. `known`: only what is known of these persons; `personal`: besides, numbers whose form tells (identity cards, mobile
 * telephones, mail); `all`: besides, days and long numbers, and the whole text where a word says that a person is spoken of.
 */
export type Thoroughness = 'known' | 'personal' | 'all'

export interface TextCleaner {
  /** The text without identifiers; the same text where none was found, empty where it is in doubt. */
  clean(text: string, thoroughness: Thoroughness): string
  /** Whether anything known of these persons stands in the text. */
  knows(text: string): boolean
}

/** Longer texts are in doubt: searching them takes too long. */
const mostCharacters = 16_384

/** A cleaner for one file's, or one patient's, texts. Names that no attribute holds are found only by the words beside them. */
export function textCleaner({ names, numbers, days, places, isNameless = false }: KnownIdentifiers): TextCleaner {
  const named = [...names.flatMap(namePatterns), ...numbers.flatMap(numberPatterns), ...places.flatMap(placePatterns)]
  const withoutKnown = knownRemover(named, days.flatMap(dayPatterns))
  const knows = (text: string) => {
    const normal = normalText(text)
    return withoutKnown(normal) !== normal
  }
  const clean: TextCleaner['clean'] = (text, thoroughness) => {
    if (text.length > mostCharacters) return ''
    const normal = normalText(text)
    if (thoroughness === 'all' && (isNameless || doubtfulWords.some((word) => word.test(normal)))) return ''
    const numbersToo = thoroughness === 'known' ? [] : personalNumbers
    const doubtsToo = thoroughness === 'all' ? doubtfulNumbers : []
    const left = [...numbersToo, ...doubtsToo].reduce(
      (rest: string, pattern) => rest.replaceAll(pattern, ' '),
      withoutKnown(normal),
    )
    return left === normal ? text : tidy(left)
  }
  const remembered = {
    knows: remembering(knows),
    known: remembering((text) => clean(text, 'known')),
    personal: remembering((text) => clean(text, 'personal')),
    all: remembering((text) => clean(text, 'all')),
  }
  return { knows: remembered.knows, clean: (text, thoroughness) => remembered[thoroughness](text) }
}

/** Takes out what patterns find. What finds all of it is made ready only for a text in which it could find something. */
function knownRemover(named: readonly string[], dated: readonly string[]): (text: string) => string {
  const couldFind = lettersSought(named)
  const days = dated.length > 0 ? new RegExp(dated.join('|'), 'iu') : undefined
  let all: RegExp | undefined
  return (text) => {
    if (!couldFind(text) && !days?.test(text)) return text
    // Longer ones first, so that a name is taken out whole.
    all ??= new RegExp([...new Set([...named, ...dated])].sort((a, b) => b.length - a.length).join('|'), 'giu')
    return text.replaceAll(all, ' ')
  }
}

/** Texts whose outcome is remembered, and characters of the longest: the slices of a series say nearly all the same. */
const [mostRemembered, longestRemembered] = [500, 128]

function remembering<Outcome>(find: (text: string) => Outcome): (text: string) => Outcome {
  const found = new Map<string, Outcome>()
  return (text) => {
    if (text.length > longestRemembered) return find(text)
    if (!found.has(text)) {
      if (found.size >= mostRemembered) found.clear()
      found.set(text, find(text))
    }
    return found.get(text)!
  }
}

/** Without the spaces and separators that stood around what was taken out. */
function tidy(text: string): string {
  const short = text.replaceAll(/[_ ]{2,}/g, ' ')
  let [from, to] = [0, short.length]
  while (from < to && separators.has(short[from]!)) from += 1
  while (to > from && separators.has(short[to - 1]!)) to -= 1
  const left = short.slice(from, to)
  return /[\p{L}\p{N}]/u.test(left) ? left : ''
}

const separators = new Set(' \t\r\n,;:/_^-()[]')
