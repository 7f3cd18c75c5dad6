import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { readCoverage } from './font-coverage.ts'

/** The family that all of a document is set in: Latin, Greek, Cyrillic and Chinese in one design. */
export const fontFamily = 'Noto Sans S Chinese'

/** Where the files of the family lie. */
export function fontFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts')
}

let covers: ((codePoint: number) => boolean) | undefined

/**
 * The text as the font can show it: a character that it lacks, or that would change how others are shown (controls,
 * directions), stands as its number, e.g. [U+0E44]. Line breaks stay.
 */
export function printable(text: string): string {
  covers ??= readCoverage(readFileSync(join(fontFolder(), 'NotoSansHans-Regular.otf')))
  let shown = ''
  for (const character of text.normalize('NFC').replaceAll('\t', ' ')) {
    const codePoint = character.codePointAt(0)!
    const isKept = character === '\n' || (covers(codePoint) && !/\p{C}/u.test(character))
    shown += isKept ? character : `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`
  }
  return shown
}
