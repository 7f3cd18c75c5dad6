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

/**
 * Which planted identifiers stand in some bytes: in UTF-8, GB18030, UTF-16, base64 and hexadecimal, with their parts in either order and
 * with other separators, in capital and in small letters.
 */
export function findCanaries(bytes: Uint8Array, planted: readonly string[] = allCanaries): string[] {
  const haystack = Buffer.from(bytes).toString('latin1')
  const lowered = haystack.toLowerCase()
  return planted.filter((canary) => {
    const encoded = formsOf(canary).flatMap((form) => codecs.map((codec) => iconv.encode(form, codec)))
    const plain = encoded.some((needle) => lowered.includes(needle.toString('latin1').toLowerCase()))
    const hidden = encoded.some((needle) => base64Forms(needle).some((form) => haystack.includes(form)))
    return plain || hidden || encoded.some((needle) => lowered.includes(needle.toString('hex')))
  })
}
