import type { Photograph } from '../../photographs/photograph.ts'
import { type Dataset, dicomUnsupported } from '../dataset.ts'
import type { DecodingPool } from '../decoding/start-decoding-pool.ts'
import type { PixelLayout } from '../pixels/pixel-layout.ts'
import { framesOf } from '../pixels/read-frames.ts'
import { toRgb } from '../pixels/to-rgb.ts'
import type { FrameValues } from '../pixels/unpack-frame.ts'
import { numbers } from '../values.ts'

/**
 * A frame as a photograph: colours as red, green and blue; grey so that more is brighter.
 * @throws AssayError dicom-unreadable; dicom-unsupported for values that are no brightness (negative ones, fractions, more than 16 bits)
 */
export async function photographForm(dataset: Dataset, pool: DecodingPool): Promise<Photograph> {
  const { layout, read } = framesOf(dataset, pool)
  const { columns: width, rows: height, isSigned, isFloat, bitsStored } = layout
  if (isFloat) throw dicomUnsupported(dataset.where, 'a photograph whose pixels are fractions')
  if (isSigned)
    throw dicomUnsupported(dataset.where, 'a photograph whose pixels may be below 0, which no brightness is')
  if (bitsStored > 16)
    throw dicomUnsupported(dataset.where, `a photograph of ${bitsStored} bits a pixel; up to 16 are read`)
  const { values, bits, channels } = brightness(await read(0), layout, dataset)
  const [ofRows, ofColumns] = numbers(dataset, '00280030')
  const hasSpacing = ofRows !== undefined && ofColumns !== undefined && ofRows > 0 && ofColumns > 0
  return {
    width,
    height,
    channels,
    bitsStored: bits,
    values: bits > 8 ? Uint16Array.from(values) : Uint8Array.from(values),
    ...(hasSpacing ? { pixelSpacing: [ofRows, ofColumns] as const } : {}),
  }
}

function brightness(values: FrameValues, layout: PixelLayout, dataset: Dataset) {
  const { photometric, bitsStored: bits } = layout
  if (photometric === 'MONOCHROME2') return { values, bits, channels: 1 as const }
  if (photometric !== 'MONOCHROME1') return { ...toRgb(values, layout, dataset), channels: 3 as const }
  return { values: values.map((value) => 2 ** bits - 1 - value), bits, channels: 1 as const }
}
