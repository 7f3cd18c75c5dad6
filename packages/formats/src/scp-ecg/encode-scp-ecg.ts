/** A second opinion for tests: SCP-ECG records written from the words of EN 1064, by code of its own. */

interface EncodedLead {
  readonly number: number
  /** First sample, from 1. */
  readonly start: number
  /** Values before differences and codes; of a lead with bimodal compression, those that are stored. */
  readonly values: readonly number[]
  /** Last sample; that of the values where none is given. */
  readonly end?: number
}

interface EncodedRecord {
  readonly leads: readonly EncodedLead[]
  readonly nanovolts?: number
  /** Microseconds. */
  readonly interval?: number
  readonly order?: 0 | 1 | 2
  readonly coding?: 'plain' | 'default' | 'custom'
  readonly isBimodal?: boolean
  readonly beat?: {
    readonly milliseconds: number
    readonly fiducial: number
    readonly interval: number
    readonly leads: readonly (readonly number[])[]
  }
  readonly complexes?: readonly {
    type: number
    subtracted: [number, number]
    fiducial: number
    protectedZone: [number, number]
  }[]
  /** Section 1 and section 7, whole. */
  readonly patient?: Uint8Array
  readonly measurements?: Uint8Array
}

const u8 = (...values: number[]) => Buffer.from(values.map((value) => value & 0xff))
const u16 = (...values: number[]) => Buffer.concat(values.map((value) => u8(value, value >> 8)))
const u32 = (...values: number[]) =>
  Buffer.concat(values.map((value) => u8(value, value >>> 8, value >>> 16, value >>> 24)))

/** Bit by bit, as the polynomial is written down. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit -= 1) {
      const isOne = ((crc >> 15) & 1) !== ((byte >> bit) & 1)
      crc = ((crc << 1) & 0xffff) ^ (isOne ? 0x1021 : 0)
    }
  return crc
}

const checked = (bytes: Buffer) => Buffer.concat([u16(checksum(bytes)), bytes])

function section(number: number, body: Uint8Array): Buffer {
  const even = Buffer.concat([body, Buffer.alloc(body.length % 2)])
  const name = number === 0 ? Buffer.from('SCPECG') : Buffer.alloc(6)
  return checked(Buffer.concat([u16(number), u32(even.length + 16), u8(20, 20), name, even]))
}

function differences(values: readonly number[], order: 0 | 1 | 2): number[] {
  if (order === 0) return [...values]
  if (order === 1) return values.map((value, i) => (i < 1 ? value : value - values[i - 1]!))
  return values.map((value, i) => (i < 2 ? value : value - 2 * values[i - 1]! + values[i - 2]!))
}

const binary = (value: number, bits: number) => (value & (2 ** bits - 1)).toString(2).padStart(bits, '0')

/** The standard's own table, as C.3 draws it. */
function defaultCode(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size <= 8) return `${'1'.repeat(size)}0${value < 0 ? '1' : '0'}`
  return value >= -128 && value < 128 ? `1111111110${binary(value, 8)}` : `1111111111${binary(value, 16)}`
}

/**
 * Two tables: the first has 0, 1 and −1, a 12-bit number about 100 after 1110, and a switch after 1111 to the second, which has 16-bit
 * numbers after 0 and a switch back after 1.
 */
const customTables = Buffer.concat([
  ...[u16(2), u16(5)],
  ...[u8(1, 1, 1), u16(0), u32(0)],
  ...[u8(2, 2, 1), u16(1), u32(0b01)],
  ...[u8(3, 3, 1), u16(-1), u32(0b011)],
  ...[u8(4, 16, 1), u16(100), u32(0b0111)],
  ...[u8(4, 4, 0), u16(2), u32(0b1111)],
  ...[u16(2), u8(1, 17, 1), u16(0), u32(0), u8(1, 1, 0), u16(1), u32(1)],
])

function customCode(value: number): string {
  if (value === 0) return '0'
  if (value === 1) return '10'
  if (value === -1) return '110'
  if (value >= 100 - 2048 && value < 100 + 2048) return `1110${binary(value - 100, 12)}`
  return `11110${binary(value, 16)}1`
}

function packed(values: readonly number[], coding: EncodedRecord['coding']): Buffer {
  if (coding === 'plain') return u16(...values)
  const bits = values.map(coding === 'custom' ? customCode : defaultCode).join('')
  const whole = bits.padEnd(Math.ceil(bits.length / 16) * 16, '0')
  return Buffer.from((whole.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

function leadData(
  leads: readonly (readonly number[])[],
  { nanovolts = 1000, interval, order = 0, coding = 'plain', isBimodal = false }: Omit<EncodedRecord, 'leads'>,
): Buffer {
  const data = leads.map((values) => packed(differences(values, order), coding))
  const head = [
    u16(nanovolts, interval ?? 2000),
    u8(order, isBimodal ? 1 : 0),
    u16(...data.map(({ length }) => length)),
  ]
  return Buffer.concat([...head, ...data])
}

function qrsLocations({ beat, complexes = [] }: EncodedRecord): Buffer {
  return Buffer.concat([
    u16(beat?.milliseconds ?? 0, beat?.fiducial ?? 0, complexes.length),
    ...complexes.map(({ type, subtracted: [from, to], fiducial }) =>
      Buffer.concat([u16(type), u32(from, fiducial, to)]),
    ),
    ...complexes.map(({ protectedZone }) => u32(...protectedZone)),
  ])
}

/** A record's bytes as SCP-ECG (EN 1064), sections and checksums included: what the reader is tested with. */
export function encodeScpEcg(record: EncodedRecord): Buffer {
  const { leads, coding = 'plain', beat, complexes } = record
  const ofLeads = leads.map(({ number, start, values, end = start + values.length - 1 }) =>
    Buffer.concat([u32(start, end), u8(number)]),
  )
  const flags = (beat ? 1 : 0) | 4 | (leads.length << 3)
  const bodies: [number, Uint8Array | undefined][] = [
    [1, record.patient ?? u8(255, 0, 0)],
    [2, coding === 'plain' ? undefined : coding === 'default' ? u16(19_999) : customTables],
    [3, Buffer.concat([u8(leads.length, flags), ...ofLeads])],
    [4, complexes && qrsLocations(record)],
    [5, beat && leadData(beat.leads, { ...record, interval: beat.interval, isBimodal: false })],
    [
      6,
      leadData(
        leads.map(({ values }) => values),
        record,
      ),
    ],
    [7, record.measurements],
  ]
  const sections = bodies.map(([number, body]) => ({ number, bytes: body ? section(number, body) : Buffer.alloc(0) }))
  let at = 1 + 6 + 16 + 10 * 12
  const pointers = [u16(0), u32(16 + 120), u32(7)]
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
    const { bytes = Buffer.alloc(0) } = sections.find((one) => one.number === number) ?? {}
    pointers.push(u16(number), u32(bytes.length), u32(bytes.length > 0 ? at : 0))
    at += bytes.length
  }
  const all = Buffer.concat([section(0, Buffer.concat(pointers)), ...sections.map(({ bytes }) => bytes)])
  return checked(Buffer.concat([u32(all.length + 6), all]))
}

/** Writes the check sums of all sections and of the record anew, as far as its pointers lead somewhere. */
export function withChecksums(bytes: Uint8Array): Buffer {
  const record = Buffer.from(bytes)
  const mend = (at: number, length: number) => {
    if (length >= 16 && at >= 0 && at + length <= record.length)
      record.writeUInt16LE(checksum(record.subarray(at + 2, at + length)), at)
  }
  if (record.length < 142) return record
  for (let at = 32; at + 10 <= 142; at += 10) mend(record.readUInt32LE(at + 6) - 1, record.readUInt32LE(at + 2))
  mend(6, record.readUInt32LE(10))
  record.writeUInt16LE(checksum(record.subarray(2)), 0)
  return record
}
