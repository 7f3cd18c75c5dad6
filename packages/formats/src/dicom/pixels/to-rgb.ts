import type { Dataset } from '../dataset.ts'
import { readPalette } from './palette.ts'
import type { PixelLayout } from './pixel-layout.ts'
import type { FrameValues } from './unpack-frame.ts'

/**
 * Colours as red, green and blue, pixel by pixel, in as many bits as stored (of palettes, in as many as they have).
 * @param values a frame's, samples side by side; of 422 as they stand in the file: two luminances, then their chroma
 * Source: DICOM PS3.3 C.7.6.3.1.2.
 */
export function toRgb(
  values: FrameValues,
  layout: PixelLayout,
  dataset: Dataset,
): { values: FrameValues; bits: number } {
  const { photometric, bitsStored: bits } = layout
  switch (photometric) {
    case 'PALETTE COLOR':
      return throughPalette(values, dataset)
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      return { values: fromYbr(values, { bits, isPartial: false }), bits }
    case 'YBR_PARTIAL_422':
    case 'YBR_PARTIAL_420':
      return { values: fromYbr(values, { bits, isPartial: true }), bits }
    default:
      return { values, bits }
  }
}

/** Two pixels share their chroma: Y1 Y2 Cb Cr becomes Y1 Cb Cr, Y2 Cb Cr. */
export function spread422(values: FrameValues): FrameValues {
  const pairs = values.length / 4
  const spread = new (values.constructor as new (count: number) => FrameValues)(pairs * 6)
  for (let pair = 0; pair < pairs; pair += 1) {
    const [from, to] = [4 * pair, 6 * pair]
    spread[to] = values[from]!
    spread[to + 3] = values[from + 1]!
    spread[to + 1] = spread[to + 4] = values[from + 2]!
    spread[to + 2] = spread[to + 5] = values[from + 3]!
  }
  return spread
}

function fromYbr(values: FrameValues, { bits, isPartial }: { bits: number; isPartial: boolean }): FrameValues {
  const [most, middle] = [2 ** bits - 1, 2 ** (bits - 1)]
  // The partial range has black at 16/256 and white at 235/256, chroma 224/256 wide.
  const [black, luminance, chroma] = isPartial ? [16 * 2 ** (bits - 8), 255 / 219, 255 / 224] : [0, 1, 1]
  const rgb = values.slice()
  const held = (value: number) => Math.min(most, Math.max(0, Math.round(value)))
  for (let i = 0; i < rgb.length; i += 3) {
    const y = (values[i]! - black) * luminance
    const [cb, cr] = [(values[i + 1]! - middle) * chroma, (values[i + 2]! - middle) * chroma]
    rgb[i] = held(y + 1.402 * cr)
    rgb[i + 1] = held(y - 0.344136 * cb - 0.714136 * cr)
    rgb[i + 2] = held(y + 1.772 * cb)
  }
  return rgb
}

function throughPalette(values: FrameValues, dataset: Dataset): { values: FrameValues; bits: number } {
  const { first, bits, colours } = readPalette(dataset)
  const entries = colours[0].length
  const rgb = bits > 8 ? new Uint16Array(values.length * 3) : new Uint8Array(values.length * 3)
  values.forEach((value, i) => {
    const entry = Math.min(entries - 1, Math.max(0, value - first))
    for (let colour = 0; colour < 3; colour += 1) rgb[3 * i + colour] = colours[colour]![entry]!
  })
  return { values: rgb, bits }
}
