import type { Volume } from '@assay/formats'
import { transform } from './fourier-transform.ts'
import { middleSlices } from './middle-slices.ts'

/** Structures whose power is the level that others are held against: from 25 to 60 mm. */
const coarse = [25, 60] as const
/** So far below that level, dB, is what an image no longer shows. */
const depth = 35
/** Classes of the spectrum that are averaged, on both sides. */
const smooth = 2

/**
 * The finest detail along rows and along columns, millimetres: half the period of the highest spatial frequency from which on a slice's
 * power stays 35 dB below that of structures of 25 to 60 mm. As fine as a pixel where it never does. Blur and k-space that was filled with
 * zeros lower it; noise, which has power at all frequencies, hides that.
 *
 * Power: lines of the middle third of the slices, their mean taken off, tapered (Hann), padded with zeros to a power of two; the mean over
 * lines of |FFT|², then over five neighbouring frequencies.
 * @returns undefined where the slices are smaller than two coarse structures, or even
 * Source: this platform; that truncation of k-space is loss of resolution: e.g. Bernstein, Fain, Riederer, J. Magn. Reson. Imaging 2001;14:270 (not read).
 */
export function resolvedDetail(volume: Volume): { rows: number; columns: number } | undefined {
  const [nx, ny] = volume.size
  const rows = detailOf(linePower(volume, { count: ny, length: nx, stride: 1, next: nx }), volume.spacing[0])
  const columns = detailOf(linePower(volume, { count: nx, length: ny, stride: nx, next: 1 }), volume.spacing[1])
  return rows === undefined || columns === undefined ? undefined : { rows, columns }
}

interface Lines {
  readonly count: number
  readonly length: number
  readonly stride: number
  readonly next: number
}

/** Mean power of lines, from frequency 0 to the highest. */
function linePower({ values, size, ...volume }: Volume, { count, length, stride, next }: Lines): Float64Array {
  const padded = 2 ** Math.ceil(Math.log2(Math.max(2, length)))
  const power = new Float64Array(padded / 2 + 1)
  const taper = Float64Array.from(
    { length },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / Math.max(1, length - 1)),
  )
  const [real, imaginary] = [new Float64Array(padded), new Float64Array(padded)]
  const slices = middleSlices({ ...volume, size })
  for (const z of slices)
    for (let line = 0; line < count; line += 1) {
      const start = z * size[0] * size[1] + line * next
      let sum = 0
      for (let i = 0; i < length; i += 1) sum += values[start + i * stride]!
      real.fill(0)
      imaginary.fill(0)
      for (let i = 0; i < length; i += 1) real[i] = (values[start + i * stride]! - sum / length) * taper[i]!
      transform(real, imaginary)
      for (let k = 0; k < power.length; k += 1) power[k]! += real[k]! ** 2 + imaginary[k]! ** 2
    }
  return power.map((sum) => sum / (slices.length * count))
}

function detailOf(power: Float64Array, spacing: number): number | undefined {
  /** Cycles a millimetre between two classes. */
  const step = 1 / (2 * (power.length - 1) * spacing)
  const [from, to] = [Math.ceil(1 / coarse[1] / step), Math.floor(1 / coarse[0] / step)]
  const level = meanOf(power, from, to)
  if (from < 1 || to < from || level <= 0) return undefined
  const least = level / 10 ** (depth / 10)
  let highest = power.length - 1
  while (highest > to && meanOf(power, highest - smooth, highest + smooth) < least) highest -= 1
  return 1 / (2 * highest * step)
}

/** Mean over classes, of those that there are. */
function meanOf(power: Float64Array, from: number, to: number): number {
  const within = power.subarray(Math.max(0, from), Math.min(power.length, to + 1))
  return within.reduce((sum, value) => sum + value, 0) / Math.max(1, within.length)
}
