import { crc32, deflateSync } from 'node:zlib'
import type { Photograph } from './photograph.ts'

/**
 * Writes a photograph as PNG, without any text. Values of more than 8 bits are written as they are, in 16.
 * Source: PNG (ISO/IEC 15948).
 */
export function writePng({ width, height, channels, bitsStored, values }: Photograph): Buffer {
  const bytes = bitsStored > 8 ? 2 : 1
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8 * bytes, channels === 3 ? 2 : 0], 8)
  const row = width * channels
  const lines = Buffer.alloc(height * (1 + row * bytes))
  for (let y = 0; y < height; y += 1) {
    const from = y * (1 + row * bytes) + 1
    for (let i = 0; i < row; i += 1) {
      const value = values[y * row + i]!
      if (bytes === 1) lines[from + i] = value
      else lines.writeUInt16BE(value, from + 2 * i)
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const end = Buffer.alloc(0)
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', end)])
}

function chunk(type: string, content: Uint8Array): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  const own = Buffer.concat([Buffer.from(type, 'latin1'), content])
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(own))
  return Buffer.concat([length, own, sum])
}
