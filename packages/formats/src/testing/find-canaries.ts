import iconv from 'iconv-lite'
import { allCanaries } from './canaries.ts'

const codecs = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const

/** Forms in which an identifier may hide: reversed, by other separators, in small letters, encoded. */
function formsOf(canary: string): string[] {
  const parts = canary.split(/[\^ -]/)
  const separators = ['^', ' ', '_', '-', ',', ', ', '']
  const orders = parts.length > 1 ? [parts, [...parts].reverse()] : [parts]
  return [...new Set([canary, ...orders.flatMap((order) => separators.map((separator) => order.join(separator)))])]
}

/** An encoded text without its ends, which depend on what stands beside it, at each of the three places in which base64 may begin. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const core = encoded.slice(Math.ceil((shift * 4) / 3) + (shift > 0 ? 1 : 0), -4)
    return core.length >= 8 ? [core] : []
  })
}

interface Needle {
  readonly bytes: Buffer
  readonly canary: string
}

/** Needles by their first two bytes: what is searched is gone through once, however many there are. */
type Needles = ReadonlyMap<number, readonly Needle[]>

/** The small letter of each byte, read as Latin-1. */
const small = Uint8Array.from(
  { length: 256 },
  (_, byte) => Buffer.from(String.fromCharCode(byte).toLowerCase(), 'latin1')[0]!,
)
const lowered = (bytes: Uint8Array) => Buffer.from(bytes).map((byte) => small[byte]!) as Buffer

function needlesOf(needles: readonly Needle[]): Needles {
  return Map.groupBy(needles, ({ bytes }) => bytes.readUInt16BE(0))
}

const made = new WeakMap<readonly string[], { exact: Needles; inAnyCase: Needles }>()

/** Encoded in base64 a letter's case counts; elsewhere it doesn't. */
function prepare(planted: readonly string[]): { exact: Needles; inAnyCase: Needles } {
  const encoded = planted.flatMap((canary) =>
    formsOf(canary).flatMap((form) => codecs.map((codec) => ({ canary, bytes: iconv.encode(form, codec) }))),
  )
  const hidden = encoded.flatMap(({ canary, bytes }) =>
    base64Forms(bytes).map((form) => ({ canary, bytes: Buffer.from(form) })),
  )
  const hexadecimal = encoded.map(({ canary, bytes }) => ({ canary, bytes: Buffer.from(bytes.toString('hex')) }))
  const plain = encoded.map(({ canary, bytes }) => ({ canary, bytes: lowered(bytes) }))
  return { exact: needlesOf(hidden), inAnyCase: needlesOf([...plain, ...hexadecimal]) }
}

function search(bytes: Buffer, needles: Needles, found: Set<string>): void {
  const begins = new Uint8Array(2 ** 16)
  for (const start of needles.keys()) begins[start] = 1
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    const start = (bytes[at]! << 8) | bytes[at + 1]!
    if (begins[start] === 0) continue
    for (const { bytes: needle, canary } of needles.get(start)!)
      if (needle.length <= bytes.length - at && bytes.compare(needle, 0, needle.length, at, at + needle.length) === 0)
        found.add(canary)
  }
}

/**
 * Which planted identifiers stand in some bytes: in UTF-8, GB18030, UTF-16, base64 and hexadecimal, with their parts in either order and
 * with other separators, in capital and in small letters.
 */
export function findCanaries(bytes: Uint8Array, planted: readonly string[] = allCanaries): string[] {
  const { exact, inAnyCase } = made.get(planted) ?? prepare(planted)
  made.set(planted, { exact, inAnyCase })
  const found = new Set<string>()
  search(Buffer.from(bytes), exact, found)
  search(lowered(bytes), inAnyCase, found)
  return planted.filter((canary) => found.has(canary))
}
