import iconv from 'iconv-lite'

/** Codecs by the single defined term of Specific Character Set. Source: DICOM PS3.3 C.12.1.1.2. */
const codecs: Readonly<Record<string, string>> = {
  '': 'latin1',
  'ISO_IR 6': 'latin1',
  'ISO_IR 100': 'latin1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 166': 'tis-620',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
}

/**
 * Text in a data set's character set; undefined where it can't be written in it, which is so of everything beyond ASCII where code
 * extensions are used.
 */
export function encodeText(text: string, characterSets: readonly string[]): Buffer | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return Buffer.from(text, 'latin1')
  const codec = characterSets.length <= 1 ? codecs[characterSets[0] ?? ''] : undefined
  if (codec === undefined) return undefined
  const encoded = iconv.encode(text, codec)
  return iconv.decode(encoded, codec) === text ? encoded : undefined
}
