import type { VolumeValues } from '../images/volume.ts'
import { sharp } from '../photographs/image-library.ts'
import { mostOutputBytes, mostOutputValues, type Picture } from './image-output.ts'
import { OutputRefusal } from './refuse-output.ts'
import { type TiffLayout, tiffLayout } from './tiff-layout.ts'

/** The library's name of each kind of number, and the array that holds them. */
const kinds: Readonly<Record<string, { depth: Depth; of: (buffer: ArrayBuffer) => VolumeValues }>> = {
  'whole 8': { depth: 'uchar', of: (buffer) => new Uint8Array(buffer) },
  'whole 16': { depth: 'ushort', of: (buffer) => new Uint16Array(buffer) },
  'whole 32': { depth: 'uint', of: (buffer) => new Uint32Array(buffer) },
  // The library would cut off some of what is below zero: it is told that there is no sign, and the bits are read with it.
  'signed 8': { depth: 'uchar', of: (buffer) => new Int8Array(buffer) },
  'signed 16': { depth: 'ushort', of: (buffer) => new Int16Array(buffer) },
  'signed 32': { depth: 'uint', of: (buffer) => new Int32Array(buffer) },
  'float 32': { depth: 'float', of: (buffer) => new Float32Array(buffer) },
}
type Depth = 'uchar' | 'ushort' | 'uint' | 'float'
const formats = [undefined, 'whole', 'signed', 'float']

const signed = 2
const [blackIsZero, red] = [1, 2]

/**
 * Decodes a TIFF of one page as the numbers that it holds: nothing is scaled, turned or coloured. It calls native code on the bytes: those
 * of others belong into a process that may die.
 * @throws OutputRefusal several pages, palettes, other numbers than 8, 16 or 32 bits, more than `mostOutputValues`, damage
 */
export async function readTiff(bytes: Uint8Array): Promise<Picture> {
  const layout = tiffLayout(bytes)
  const { depth, of } = kindOf(layout)
  const { width, height, samples } = layout
  const channels = samples === 3 ? 3 : 1
  try {
    const image = sharp(layout.sampleFormat === signed ? layout.withoutSign() : bytes, {
      limitInputPixels: mostOutputValues,
      ignoreIcc: true,
      failOn: 'warning',
      page: 0,
    })
    // In the space that the library gives numbers of this kind, it changes none of them.
    const space = channels === 3 ? (depth === 'ushort' ? 'rgb16' : 'srgb') : depth === 'ushort' ? 'grey16' : 'b-w'
    const raw = image.pipelineColourspace(space).toColourspace(space).raw({ depth })
    const { data, info } = await raw.toBuffer({ resolveWithObject: true })
    if (info.width !== width || info.height !== height || info.channels !== channels)
      throw new OutputRefusal('image-channels', `${info.channels}`)
    return { width, height, channels, values: of(Uint8Array.from(data).buffer) }
  } catch (error) {
    if (error instanceof OutputRefusal) throw error
    throw new OutputRefusal('image-damaged', firstLineOf(error))
  }
}

/** What the directory announces, held against what an answer may be, before anything is decoded. */
function kindOf({ width, height, bits, samples, photometric, sampleFormat, hasFurtherPages }: TiffLayout) {
  const kind = kinds[`${formats[sampleFormat]} ${bits}`]
  if (!kind) throw new OutputRefusal('image-type', `${formats[sampleFormat] ?? sampleFormat} ${bits} bit`)
  if (width < 1 || height < 1) throw new OutputRefusal('image-damaged', `${width} × ${height}`)
  const values = width * height * samples
  if (values > mostOutputValues || (values * bits) / 8 > mostOutputBytes)
    throw new OutputRefusal('image-larger-than-allowed', `${width} × ${height}`)
  if (hasFurtherPages) throw new OutputRefusal('image-several-pages')
  if (photometric !== (samples === 3 ? red : blackIsZero)) throw new OutputRefusal('image-palette', `${photometric}`)
  if (samples !== 1 && samples !== 3) throw new OutputRefusal('image-channels', `${samples}`)
  return kind
}

/** The library's words, which hold nothing of the file but names of formats and numbers. */
function firstLineOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : '').split('\n')
  return line.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 120)
}
