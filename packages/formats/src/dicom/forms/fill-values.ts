import type { VolumeValues } from '../../images/volume.ts'
import type { DecodingPool } from '../decoding/start-decoding-pool.ts'
import type { Plane } from '../geometry/plane.ts'
import type { PixelLayout } from '../pixels/pixel-layout.ts'
import { framesOf } from '../pixels/read-frames.ts'
import { readDataset } from '../read-dataset.ts'
import type { SeriesFile } from './series-file.ts'

/** A plane, what its values can be, and which of the planes in memory it becomes. */
export interface Slot {
  readonly file: SeriesFile
  readonly layout: PixelLayout
  readonly plane: Plane
  readonly index: number
}

/** An array for the rescaled values of these planes: the narrowest of whole numbers that holds all that can come, else of 32-bit floats. */
export function arrayFor(slots: readonly Slot[], length: number): VolumeValues {
  const ranges = slots.map(rangeOf)
  const isWhole = slots.every(
    ({ plane, layout }) => !layout.isFloat && Number.isInteger(plane.slope) && Number.isInteger(plane.intercept),
  )
  const least = ranges.reduce((a, [low]) => Math.min(a, low), Infinity)
  const most = ranges.reduce((a, [, high]) => Math.max(a, high), -Infinity)
  if (!isWhole) return new Float32Array(length)
  if (least >= 0 && most < 2 ** 8) return new Uint8Array(length)
  if (least >= -(2 ** 15) && most < 2 ** 15) return new Int16Array(length)
  if (least >= 0 && most < 2 ** 16) return new Uint16Array(length)
  return least >= -(2 ** 31) && most < 2 ** 31 ? new Int32Array(length) : new Float64Array(length)
}

function rangeOf({ layout: { bitsStored, isSigned }, plane: { slope, intercept } }: Slot): [number, number] {
  const stored = isSigned ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1] : [0, 2 ** bitsStored - 1]
  const [one, other] = stored.map((value) => slope * value + intercept) as [number, number]
  return [Math.min(one, other), Math.max(one, other)]
}

/**
 * Reads the planes' pixels, rescaled, into `values`. As many files and frames as there are decoders (and one) are in memory at a time.
 * @throws AssayError dicom-unreadable, dicom-unsupported
 */
export async function fillValues(values: VolumeValues, slots: readonly Slot[], pool: DecodingPool): Promise<void> {
  const byFile = Map.groupBy(slots, ({ file }) => file)
  const isOneFile = byFile.size === 1
  await each([...byFile], isOneFile ? 1 : pool.processes + 1, async ([file, own]) => {
    const frames = framesOf(readDataset(await file.bytes(), file.where, { pixels: 'keep' }), pool)
    await each(own, isOneFile ? pool.processes + 1 : 1, async ({ plane, index }) => {
      const stored = await frames.read(plane.frame)
      rescale(stored, values.subarray(index * stored.length, (index + 1) * stored.length), plane)
    })
  })
}

function rescale(stored: ArrayLike<number>, plane: VolumeValues, { slope, intercept }: Plane): void {
  if (slope === 1 && intercept === 0) plane.set(stored)
  else for (let i = 0; i < stored.length; i += 1) plane[i] = slope * stored[i]! + intercept
}

/** Does something with each of many, with at most `width` under way; the first failure is thrown, and nothing more begun. */
async function each<T>(many: readonly T[], width: number, act: (one: T) => Promise<void>): Promise<void> {
  const rest = many.values()
  let hasFailed = false
  const workers = Array.from({ length: width }, async () => {
    for (const one of rest) {
      if (hasFailed) return
      await act(one).catch((error: unknown) => {
        hasFailed = true
        throw error
      })
    }
  })
  await Promise.all(workers)
}
