import { vrDictionary } from './vr-dictionary.ts'

/** Representations whose explicit header has a length of two bytes. Source: DICOM PS3.5 7.1.2. */
const shortVrs = 'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' ')
const longVrs = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' ')

const codesOf = (vrs: readonly string[]) => new Set(vrs.map((vr) => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1)))
const shortCodes = codesOf(shortVrs)
const knownCodes = codesOf([...shortVrs, ...longVrs])

/** Whether two letters, the first one in the high byte, stand before a length of two bytes. */
export function isShortVr(code: number): boolean {
  return shortCodes.has(code)
}

/** Whether two characters, as a number of 16 bits, are a value representation of PS3.5 table 6.2-1. */
export function isKnownVr(code: number): boolean {
  return knownCodes.has(code)
}

const names = new Map<number, string>()

/** The two characters of a value representation's number. */
export function vrName(code: number): string {
  const known = names.get(code)
  if (known !== undefined) return known
  const name = String.fromCharCode(code >> 8, code & 0xff)
  if (names.size < 2 ** 10) names.set(code, name)
  return name
}

let unpacked: Map<string, string> | undefined

function dictionary(): Map<string, string> {
  if (unpacked) return unpacked
  unpacked = new Map()
  for (const [group, packed] of Object.entries(vrDictionary))
    for (let i = 0; i < packed.length; i += 6) unpacked.set(group + packed.slice(i + 2, i + 6), packed.slice(i, i + 2))
  return unpacked
}

/**
 * Representation of an attribute by its tag: the dictionary's, UL for group lengths, LO for private creators, UN for others. XS stands for
 * US or SS.
 */
export function vrOfTag(tag: string): string {
  const element = tag.slice(4)
  if (element === '0000') return 'UL'
  const isPrivate = (Number.parseInt(tag.slice(3, 4), 16) & 1) === 1
  if (isPrivate) return /^00[1-9A-F][0-9A-F]$/.test(element) ? 'LO' : 'UN'
  const repeating =
    tag.startsWith('50') || tag.startsWith('60') ? dictionary().get(`${tag.slice(0, 2)}xx${element}`) : undefined
  return dictionary().get(tag) ?? repeating ?? 'UN'
}
