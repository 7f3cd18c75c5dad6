import type { GreyPicture } from './grey-picture.ts'

/** Half the side of the square that a stroke is thinner than. */
export const reach = 4

/**
 * Pixels of strokes: those that an opening with a square of nine pixels darkens by at least `contrast`.
 * Source: white top-hat transform (Serra, Image Analysis and Mathematical Morphology, 1982).
 */
export function thinStrokes({ values, width, height }: GreyPicture, contrast: number): Uint8Array {
  const lowest = columnsFiltered(rowsFiltered(values, width, height, 1), width, height, 1)
  const opened = columnsFiltered(rowsFiltered(lowest, width, height, -1), width, height, -1)
  const strokes = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i += 1) if (values[i]! - opened[i]! >= contrast) strokes[i] = 1
  return strokes
}

/** The least value about each pixel in its row; with a sign of -1 the greatest. */
function rowsFiltered(values: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const out = new Float32Array(values.length)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width
      const to = Math.min(width - 1, x + reach)
      let least = Infinity
      for (let k = Math.max(0, x - reach); k <= to; k += 1) {
        const value = sign * values[at + k]!
        if (value < least) least = value
      }
      out[at + x] = sign * least
    }
  return out
}

/** The same in its column, a row at a time, as memory lies. */
function columnsFiltered(values: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const out = new Float32Array(values.length).fill(sign * Infinity)
  for (let y = 0; y < height; y += 1)
    for (let k = Math.max(0, y - reach); k <= Math.min(height - 1, y + reach); k += 1) {
      const [to, from] = [y * width, k * width]
      for (let x = 0; x < width; x += 1) {
        const value = values[from + x]!
        if (sign * value < sign * out[to + x]!) out[to + x] = value
      }
    }
  return out
}
