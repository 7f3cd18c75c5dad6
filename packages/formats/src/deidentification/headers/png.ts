import { crc32 } from 'node:zlib'
import type { Refuse } from './refuse.ts'

/** Chunks that pixels and their colours are made of; every other one is text, time, place or a program's own. PNG 3rd edition, chapter 11. */
const kept = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'bKGD',
  'pHYs',
  'cICP',
  'iCCP',
])

/** A PNG without texts, times, Exif and what follows its end. */
export function pngWithoutTexts(bytes: Buffer, refuse: Refuse): Buffer {
  const pieces = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw refuse('cut-off')
    const type = bytes.toString('latin1', at + 4, at + 8)
    const chunk = bytes.subarray(at, end)
    if (kept.has(type)) pieces.push(type === 'iCCP' ? withoutProfileName(chunk) : chunk)
    if (type === 'IEND') return Buffer.concat(pieces)
    at = end
  }
  throw refuse('cut-off')
}

/** A colour profile has a name that anybody may choose. */
function withoutProfileName(chunk: Buffer): Buffer {
  const nameEnd = chunk.indexOf(0, 8)
  const data = Buffer.concat([Buffer.from('iCCPicc'), chunk.subarray(nameEnd, -4)])
  const made = Buffer.alloc(data.length + 8)
  made.writeUInt32BE(data.length - 4)
  data.copy(made, 4)
  made.writeUInt32BE(crc32(data), made.length - 4)
  return made
}
