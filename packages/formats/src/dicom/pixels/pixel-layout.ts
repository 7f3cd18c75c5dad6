import { type Dataset, dicomUnreadable, dicomUnsupported } from '../dataset.ts'
import { number, text } from '../values.ts'

/** How an object's pixels are laid out. Source: DICOM PS3.3 C.7.6.3. */
export interface PixelLayout {
  readonly rows: number
  readonly columns: number
  readonly frames: number
  readonly samples: 1 | 3
  readonly bitsAllocated: 1 | 8 | 16 | 32 | 64
  readonly bitsStored: number
  readonly highBit: number
  readonly isSigned: boolean
  /** Of Float and Double Float Pixel Data. */
  readonly isFloat: boolean
  /** Whether the samples of a frame follow each other plane by plane. */
  readonly isPlanar: boolean
  readonly photometric: string
}

/** Samples of a frame: a photograph of 100 megapixels in colour has fewer; a header may claim any number. */
const mostSamples = 2 ** 28

const mostFrames = 2 ** 20

/** Layout of an object's pixels. @throws AssayError dicom-unreadable, dicom-unsupported */
export function pixelLayout(dataset: Dataset): PixelLayout {
  const whole = (tag: string, otherwise?: number) => number(dataset, tag) ?? otherwise ?? Number.NaN
  const isFloat = dataset.elements.has('7FE00008') || dataset.elements.has('7FE00009')
  const bitsAllocated = isFloat ? (dataset.elements.has('7FE00009') ? 64 : 32) : whole('00280100')
  const bitsStored = isFloat ? bitsAllocated : whole('00280101', bitsAllocated)
  const layout = {
    rows: whole('00280010'),
    columns: whole('00280011'),
    frames: whole('00280008', 1),
    samples: whole('00280002', 1),
    bitsAllocated,
    bitsStored,
    highBit: whole('00280102', bitsStored - 1),
    isSigned: whole('00280103', 0) === 1,
    isFloat,
    isPlanar: whole('00280006', 0) === 1,
    photometric: text(dataset, '00280004') ?? '',
  }
  const damage = damageOf(layout)
  if (damage !== undefined) throw dicomUnreadable(dataset.where, damage)
  const hindrance = hindranceOf(layout)
  if (hindrance !== undefined) throw dicomUnsupported(dataset.where, hindrance)
  return layout as PixelLayout
}

type Claimed = Omit<PixelLayout, 'samples' | 'bitsAllocated'> & { samples: number; bitsAllocated: number }

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function damageOf({ rows, columns, frames, bitsAllocated, bitsStored, highBit, isFloat }: Claimed): string | undefined {
  if (!isBetween(rows, 1, 65535) || !isBetween(columns, 1, 65535)) return 'Rows or Columns are missing'
  if (!isBetween(frames, 1, mostFrames)) return `${frames} frames`
  if (isFloat) return undefined
  if (!isBetween(bitsAllocated, 1, 64)) return 'Bits Allocated is missing'
  if (!isBetween(bitsStored, 1, bitsAllocated)) return `${bitsStored} bits stored in ${bitsAllocated}`
  if (!isBetween(highBit, bitsStored - 1, bitsAllocated - 1)) return `${highBit} as high bit of ${bitsStored} bits`
  return undefined
}

const photometrics = [
  ...['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR', 'RGB'],
  ...['YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_422', 'YBR_PARTIAL_420', 'YBR_ICT', 'YBR_RCT'],
]

function hindranceOf({ samples, bitsAllocated, rows, columns, photometric }: Claimed): string | undefined {
  if (![1, 8, 16, 32, 64].includes(bitsAllocated)) return `${bitsAllocated} bits allocated`
  if (samples !== 1 && samples !== 3) return `${samples} samples a pixel`
  if (!photometrics.includes(photometric)) return `the photometric interpretation ${photometric}`
  const isGrey = photometric.startsWith('MONOCHROME') || photometric === 'PALETTE COLOR'
  if (isGrey !== (samples === 1)) return `${samples} samples a pixel of ${photometric}`
  if (samples === 3 && bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32)
    return `colours of ${bitsAllocated} bits`
  return rows * columns * samples > mostSamples ? `frames of ${columns} × ${rows} pixels` : undefined
}

/** Bytes that a native frame takes; YBR_FULL_422 shares chroma between two pixels. Of one-bit frames, whole bits: they follow without padding. */
export function bitsOfFrame({ rows, columns, samples, bitsAllocated, photometric }: PixelLayout): number {
  const perPixel = /^YBR_(FULL|PARTIAL)_422$/.test(photometric) ? 2 : samples
  return rows * columns * perPixel * bitsAllocated
}
