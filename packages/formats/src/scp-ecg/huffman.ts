import { need, type Section, unreadable, unsupported } from './sections.ts'

/** A code of a Huffman table. */
interface Code {
  readonly prefixBits: number
  /** Bits of the prefix, the first the highest. */
  readonly prefix: number
  /** Bits after the prefix: a two's complement number that is added to the base value, the first the highest. */
  readonly extraBits: number
  /** Added to what the extra bits say; of a switch, the number of the table that is used from here on, from 1. */
  readonly value: number
  readonly isSwitch: boolean
}
type Table = ReadonlyMap<number, Code>

/** Number in place of a count of tables that stands for the standard's own. */
const defaultNumber = 19_999
const mostBits = 32

/** By length and bits: a code is found by a number. */
const keyOf = (bits: number, prefix: number) => prefix * 64 + bits

function tableOf(codes: readonly Code[]): Table {
  return new Map(codes.map((code) => [keyOf(code.prefixBits, code.prefix), code]))
}

/** 0 is one bit; ±1 … ±8 are as many ones as they are far from 0, a zero, and the sign; others are 8 or 16 bits after nine ones. */
const defaultTable = tableOf([
  { prefixBits: 1, prefix: 0, extraBits: 0, value: 0, isSwitch: false },
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((size) => {
    const ones = (2 ** size - 1) * 4
    return [
      { prefixBits: size + 2, prefix: ones, extraBits: 0, value: size, isSwitch: false },
      { prefixBits: size + 2, prefix: ones + 1, extraBits: 0, value: -size, isSwitch: false },
    ]
  }),
  { prefixBits: 10, prefix: 0x3fe, extraBits: 8, value: 0, isSwitch: false },
  { prefixBits: 10, prefix: 0x3ff, extraBits: 16, value: 0, isSwitch: false },
])

/**
 * Reads the tables of section 2: the standard's own, or those that the record brings.
 * @throws AssayError record-unreadable
 * Source: EN 1064, 5.5 and annex C.3.
 */
export function readHuffmanTables(section: Section): readonly Table[] {
  need(section, 2, 'Huffman tables')
  const count = section.view.getUint16(0, true)
  if (count === defaultNumber) return [defaultTable]
  const tables: Table[] = []
  let at = 2
  for (let table = 0; table < count; table += 1) {
    need(section, at + 2, 'Huffman tables')
    const codes = section.view.getUint16(at, true)
    need(section, at + 2 + 9 * codes, 'Huffman tables')
    tables.push(tableOf(Array.from({ length: codes }, (_, code) => readCode(section, at + 2 + 9 * code, count))))
    at += 2 + 9 * codes
  }
  if (count === 0) throw unreadable(section.where, 'no Huffman table')
  return tables
}

function readCode({ view, where }: Section, at: number, tables: number): Code {
  const [prefixBits, bits] = [view.getUint8(at), view.getUint8(at + 1)]
  const isSwitch = view.getUint8(at + 2) === 0
  const value = view.getInt16(at + 3, true)
  if (prefixBits < 1 || bits < prefixBits || bits > mostBits || bits - prefixBits > 16)
    throw unreadable(where, `a Huffman code of ${bits} bits with a prefix of ${prefixBits}`)
  if (isSwitch && !(value >= 1 && value <= tables)) throw unreadable(where, `a switch to the Huffman table ${value}`)
  return {
    prefixBits,
    prefix: turned(view.getUint32(at + 5, true), prefixBits),
    extraBits: bits - prefixBits,
    value,
    isSwitch,
  }
}

/** A base code has its first bit lowest. */
function turned(code: number, bits: number): number {
  let result = 0
  for (let bit = 0; bit < bits; bit += 1) result = result * 2 + ((code >>> bit) & 1)
  return result
}

/**
 * Decodes a lead, from the first table on.
 * @param count values that are due
 * @throws AssayError record-unreadable where a code is none, or the data end before the values
 */
export function decodeHuffman(bytes: Uint8Array, tables: readonly Table[], count: number, where: string): Int32Array {
  if (count > 8 * bytes.length) throw unsupported(where, `${count} samples in ${bytes.length} bytes`)
  const values = new Int32Array(count)
  const bits = bitReader(bytes, where)
  let table = tables[0]!
  for (let i = 0; i < count; ) {
    const code = nextCode(bits, table, where)
    if (code.isSwitch) table = tables[code.value - 1]!
    else values[i++] = code.value + signed(bits, code.extraBits)
  }
  return values
}

type BitReader = () => 0 | 1

function bitReader(bytes: Uint8Array, where: string): BitReader {
  let at = 0
  return () => {
    if (at >= 8 * bytes.length) throw unreadable(where, 'a lead that ends before its samples')
    const bit = (bytes[at >>> 3]! >> (7 - (at & 7))) & 1
    at += 1
    return bit as 0 | 1
  }
}

function nextCode(next: BitReader, table: Table, where: string): Code {
  let prefix = 0
  for (let bits = 1; bits <= mostBits; bits += 1) {
    prefix = prefix * 2 + next()
    const code = table.get(keyOf(bits, prefix))
    if (code) return code
  }
  throw unreadable(where, 'a Huffman code that no table has')
}

function signed(next: BitReader, bits: number): number {
  let value = 0
  for (let bit = 0; bit < bits; bit += 1) value = value * 2 + next()
  return bits > 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value
}
