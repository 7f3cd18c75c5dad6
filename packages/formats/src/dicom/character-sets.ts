/** Codecs by defined term of Specific Character Set, single-byte and without code extensions. Source: DICOM PS3.3 C.12.1.1.2, table C.12-2. */
const plainLabels: Readonly<Record<string, string>> = {
  '': 'windows-1252',
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
}

interface CodeExtension {
  /** Behind the byte 1B. */
  readonly sequence: string
  readonly label: string
  /** Bytes of a character where the set takes the place of ASCII; 0 for a set of the upper half. */
  readonly width: 0 | 1 | 2
}

const codeExtensions: readonly CodeExtension[] = [
  { sequence: '(B', label: '', width: 1 },
  { sequence: '(J', label: '', width: 1 },
  { sequence: '$B', label: 'euc-jp', width: 2 },
  { sequence: '$@', label: 'euc-jp', width: 2 },
  { sequence: '$(D', label: 'euc-jp-212', width: 2 },
  { sequence: '$)C', label: 'euc-kr', width: 0 },
  { sequence: '$)A', label: 'gb18030', width: 0 },
  { sequence: ')I', label: 'shift_jis', width: 0 },
  { sequence: '-A', label: 'iso-8859-1', width: 0 },
  { sequence: '-B', label: 'iso-8859-2', width: 0 },
  { sequence: '-C', label: 'iso-8859-3', width: 0 },
  { sequence: '-D', label: 'iso-8859-4', width: 0 },
  { sequence: '-L', label: 'iso-8859-5', width: 0 },
  { sequence: '-G', label: 'iso-8859-6', width: 0 },
  { sequence: '-F', label: 'iso-8859-7', width: 0 },
  { sequence: '-H', label: 'iso-8859-8', width: 0 },
  { sequence: '-M', label: 'windows-1254', width: 0 },
  { sequence: '-b', label: 'iso-8859-15', width: 0 },
  { sequence: '-T', label: 'windows-874', width: 0 },
]

const decoders = new Map<string, InstanceType<typeof TextDecoder>>()

function decode(bytes: Uint8Array, label: string): string {
  let decoder = decoders.get(label)
  decoder ??= new TextDecoder(label, { ignoreBOM: true })
  decoders.set(label, decoder)
  return decoder.decode(bytes)
}

function plainTerm(term: string): string {
  return term.replace(/^ISO 2022 IR /, 'ISO_IR ')
}

/**
 * Text in the character sets that a data set names; of unknown ones what is not ASCII becomes U+FFFD.
 * @param terms values of Specific Character Set (0008,0005), the first one that of the beginning
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[]): string {
  const first = plainTerm(terms[0] ?? '')
  const label = plainLabels[first] ?? 'utf-8'
  return bytes.includes(0x1b) ? decodeExtended(bytes, label) : decode(bytes, label)
}

/** Source: DICOM PS3.5 6.1.2.5: escapes hold to the next escape, and no longer than a value, a component or a line. */
function decodeExtended(bytes: Uint8Array, initial: string): string {
  let [upper, lower] = [initial, { label: '', width: 1 }]
  let text = ''
  let from = 0
  while (from < bytes.length) {
    const extension = bytes[from] === 0x1b ? escapeAt(bytes, from + 1) : undefined
    if (extension) {
      if (extension.width === 0) upper = extension.label
      else lower = extension
      from += 1 + extension.sequence.length
      continue
    }
    const to = runEnd(bytes, from, lower.width)
    text +=
      lower.width === 2 ? decodePairs(bytes.subarray(from, to), lower.label) : decode(bytes.subarray(from, to), upper)
    if (lower.width === 1 && isDelimiter(bytes[to - 1]!)) upper = initial
    from = to
  }
  return text
}

function escapeAt(bytes: Uint8Array, from: number): CodeExtension | undefined {
  const next = Buffer.from(bytes.subarray(from, from + 3)).toString('latin1')
  return codeExtensions.find(({ sequence }) => next.startsWith(sequence))
}

/** A run ends at the next escape and, of single bytes, behind a delimiter. */
function runEnd(bytes: Uint8Array, from: number, width: number): number {
  let to = from + 1
  while (to < bytes.length && bytes[to] !== 0x1b) {
    if (width === 1 && isDelimiter(bytes[to - 1]!)) break
    to += 1
  }
  return to
}

/** Line feed, form feed, carriage return, backslash, ^ and =. */
function isDelimiter(byte: number): boolean {
  return byte === 0x0a || byte === 0x0c || byte === 0x0d || byte === 0x5c || byte === 0x5e || byte === 0x3d
}

/** Pairs of seven-bit bytes, in the upper half where EUC-JP has them. */
function decodePairs(bytes: Uint8Array, label: string): string {
  const isSupplement = label === 'euc-jp-212'
  const raised: number[] = []
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    if (isSupplement) raised.push(0x8f)
    raised.push(bytes[i]! | 0x80, bytes[i + 1]! | 0x80)
  }
  return decode(Uint8Array.from(raised), 'euc-jp')
}
