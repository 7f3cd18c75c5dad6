import { createHash } from 'node:crypto'
import type { Dataset } from '../dataset.ts'

/** SHA-256, hexadecimal, of the pixel data of an object as they are encoded; null where there are none. */
export function pixelHash({ elements, bytes }: Pick<Dataset, 'elements' | 'bytes'>): string | null {
  const pixels = elements.get('7FE00010')
  if (!pixels) return null
  return createHash('sha256').update(bytes.subarray(pixels.offset, pixels.end)).digest('hex')
}
