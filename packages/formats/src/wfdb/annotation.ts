/** An annotation of a WFDB annotation file. */
export interface Annotation {
  /** Sample number, from 0. */
  sample: number
  /** Mnemonic, e.g. `N`, `V`, `+`, `~`. */
  code: string
  subtype: number
  channel: number
  /** Text of the annotation, e.g. the rhythm `(AFIB`. */
  aux: string
}

/** Mnemonics by their number in the file. Source: ecgcodes.h of the WFDB library, annot(5). */
const mnemonics: Readonly<Record<number, string>> = {
  1: 'N',
  2: 'L',
  3: 'R',
  4: 'a',
  5: 'V',
  6: 'F',
  7: 'J',
  8: 'A',
  9: 'S',
  10: 'E',
  11: 'j',
  12: '/',
  13: 'Q',
  14: '~',
  16: '|',
  18: 's',
  19: 'T',
  20: '*',
  21: 'D',
  22: '"',
  23: '=',
  24: 'p',
  25: 'B',
  26: '^',
  27: 't',
  28: '+',
  29: 'u',
  30: '?',
  31: '!',
  32: '[',
  33: ']',
  34: 'e',
  35: 'n',
  36: '@',
  37: 'x',
  38: 'f',
  39: '(',
  40: ')',
  41: 'r',
}
const numbers = new Map(Object.entries(mnemonics).map(([number, mnemonic]) => [mnemonic, Number(number)]))

/** The mnemonic of a number; `#` and the number where it has none. */
export function mnemonicOf(number: number): string {
  return mnemonics[number] ?? `#${number}`
}

/** Numbers from here on are not annotations but words about them: SKIP, NUM, SUB, CHN, AUX. */
const firstPseudoNumber = 59

/** The number of a mnemonic, or of `#` and a number; undefined for what annotation files don't have. */
export function numberOf(mnemonic: string): number | undefined {
  const known = numbers.get(mnemonic)
  if (known !== undefined || !/^#\d{1,2}$/.test(mnemonic)) return known
  const number = Number(mnemonic.slice(1))
  return number > 0 && number < firstPseudoNumber ? number : undefined
}
