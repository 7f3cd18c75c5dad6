import { describe, expect, it } from 'vitest'
import { decodeText } from './character-sets.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('text in the character sets of DICOM', () => {
  // The byte sequences are those of PS3.5 annexes H, I, J and K.
  it.each<[string, string[], string, string]>([
    [
      'Japanese in JIS X 0208',
      ['', 'ISO 2022 IR 87'],
      'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B',
      'Yamada^Tarou=山田^太郎',
    ],
    ['Korean', ['', 'ISO 2022 IR 149'], 'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7', 'Hong^Gildong=洪^吉洞'],
    [
      'Chinese in GB 2312',
      ['', 'ISO 2022 IR 58'],
      'Wang^XiaoDong=\x1b$)A\xcd\xf5^\x1b$)A\xd0\xa1\xb6\xab',
      'Wang^XiaoDong=王^小东',
    ],
    ['Chinese in GB 18030', ['GB18030'], 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab', 'Wang^XiaoDong=王^小东'],
    ['Chinese in UTF-8', ['ISO_IR 192'], 'Wang=\xe7\x8e\x8b', 'Wang=王'],
  ])('%s', (_, terms, text, expected) => {
    expect(decodeText(bytes(text), terms)).toBe(expected)
  })

  it('escapes hold no longer than a component of a name', () => {
    expect(decodeText(bytes('\x1b$)C\xfb\xf3^\xe9'), ['', 'ISO 2022 IR 149'])).toBe('洪^é')
  })

  it('what no known set explains becomes a mark, not another letter', () => {
    expect(decodeText(bytes('A\xff'), ['ISO_IR 999'])).toBe('A\ufffd')
  })
})
