import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberPatterns, placePatterns } from './identifier-patterns.ts'
import { lettersSought } from './letters-sought.ts'
import { namePatterns } from './name-patterns.ts'
import { normalText } from './normal-text.ts'

const identifiers = [
  ...[
    'Zhang^Xiaoming=张^晓明',
    '吕布',
    '吕^岳',
    'Müller^Jörg',
    '欧阳静怡',
    'Wu^Li',
    "O'Brien^Séan",
    'Straße^Ἀσπασία',
    'ΣΊΣΥΦΟΣ^Όθων',
    '山田^太郎=ヤマダ^タロウ',
  ],
].map((name) => namePatterns(name))
const patterns = [
  ...identifiers.flat(),
  ...['MRN-00123456', '00004711', 'A.1b-7'].flatMap(numberPatterns),
  ...['Ninth Hospital, Wenlan Street 87', '第九医院', 'Klinik (Süd) [3] a.b*c'].flatMap(placePatterns),
]
const found = new RegExp(patterns.join('|'), 'iu')

/** Texts with parts of identifiers in them, in any case, with anything in between. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'zhang xiaoming 张 晓明 lv bu yue müller jorg 欧阳 静怡 ou yang wu li obrien sean strasse straße ἀσπασία σίσυφος ΣΊΣΥΦΟΣ οθων'.split(
          ' ',
        ),
      ),
      fc.constantFrom(
        ...'MRN 00123456 1 2 3456 4711 A 1b 7 ninth hospital wenlan street 87 第 九医院 klinik süd 3 abc'.split(' '),
      ),
      fc.constantFrom(' ', '', '-', '_', '. ', '^', '\n', 'x', 'ſ', 'ẞ', 'K'),
    ),
    { maxLength: 12 },
  )
  .chain((parts) =>
    fc.constantFrom(parts.join(''), parts.join(' '), parts.join('').toUpperCase(), parts.join('-').toLowerCase()),
  )

test('says of no text that nothing could be found where patterns find something', () => {
  const couldFind = lettersSought(patterns)
  let finds = 0
  fc.assert(
    fc.property(texts, (text) => {
      const normal = normalText(text)
      const isFound = found.test(normal)
      if (isFound) finds += 1
      expect(couldFind(normal) || !isFound).toBe(true)
    }),
    { seed: 6, numRuns: 20_000 },
  )
  expect(finds).toBeGreaterThan(2000)
})

test('says so of texts that hold none of the letters', () => {
  const couldFind = lettersSought(patterns)
  for (const text of ['CT Thorax 1.0 B30f', '胸部平扫 1.25mm', '2.25.9966', '-180\\-180\\-1.25'])
    expect(couldFind(text)).toBe(false)
})

test('knows every letter in every case that a search without case takes for the same', () => {
  const cased: string[] = []
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code < 0xe000) continue
    const letter = String.fromCodePoint(code)
    if (
      normalText(letter) === letter &&
      /\p{L}/u.test(letter) &&
      (letter.toLowerCase() !== letter || letter.toUpperCase() !== letter)
    )
      cased.push(letter)
  }
  const all = cased.join('')
  for (const letter of cased) {
    const couldFind = lettersSought([letter])
    const same = all.match(new RegExp(letter, 'giu')) ?? []
    expect(same.filter((one) => !couldFind(one))).toEqual([])
  }
  expect(cased.length).toBeGreaterThan(1000)
})

test('takes a pattern of which it can not say what it asks for as one that could find something everywhere', () => {
  expect(lettersSought(['a[bc]'])('x')).toBe(true)
  expect(lettersSought(['a+'])('x')).toBe(true)
})
