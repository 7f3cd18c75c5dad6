import { type Dataset, items } from '../dataset.ts'
import type { DecodingPool } from '../decoding/start-decoding-pool.ts'
import { type Plane, planesOf } from '../geometry/plane.ts'
import type { PixelLayout } from '../pixels/pixel-layout.ts'
import { framesOf } from '../pixels/read-frames.ts'
import { readDataset } from '../read-dataset.ts'
import { number, numbers, text } from '../values.ts'

/** A file of a series. Its bytes are asked for twice, and not kept: first for its header, then for its pixels. */
export interface SeriesFile {
  /** Its name, for errors. */
  readonly where: string
  bytes(): Promise<Uint8Array>
}

/** What a file's header says. */
export interface SeriesHeader {
  readonly file: SeriesFile
  readonly sopClass: string
  readonly modality: string
  readonly layout: PixelLayout
  /** One a frame. */
  readonly planes: readonly Plane[]
  /** Whether each frame has attributes of its own. */
  readonly isEnhanced: boolean
  /** Milliseconds of each frame from the first one on, of a multi-frame object that has them. */
  readonly frameTimes: readonly number[] | undefined
  /** Whether values become others by a table that is no line. */
  readonly hasModalityTable: boolean
}

/** Reads a file's header. @throws AssayError dicom-unreadable, dicom-unsupported */
export async function readHeader(file: SeriesFile, pool: DecodingPool): Promise<SeriesHeader> {
  const dataset = readDataset(await file.bytes(), file.where, { pixels: 'keep' })
  // That the pixels are there is seen before anything is made of the number of frames.
  const { layout } = framesOf(dataset, pool)
  return {
    file,
    layout,
    sopClass: text(dataset, '00080016') ?? '',
    modality: text(dataset, '00080060') ?? '',
    planes: planesOf(dataset, layout.frames),
    isEnhanced: items(dataset, '52009230').length === layout.frames,
    frameTimes: frameTimesOf(dataset, layout.frames),
    hasModalityTable: dataset.elements.has('00283000'),
  }
}

/** Source: DICOM PS3.3 C.7.6.5: Frame Time is the time of each, Frame Time Vector the times between them. */
function frameTimesOf(dataset: Dataset, frames: number): number[] | undefined {
  if (frames === 1) return undefined
  const steps = numbers(dataset, '00181065')
  if (steps.length === frames) {
    let time = 0
    return steps.map((step, i) => (time += i === 0 ? 0 : step))
  }
  const step = number(dataset, '00181063')
  return step !== undefined && step > 0 ? Array.from({ length: frames }, (_, i) => i * step) : undefined
}
