import { type Dataset, items, numbers, text } from '@assay/formats'
import { holdersOf } from '../../subject/attributes.ts'
import type { SeriesSubject } from '../../subject/study.ts'

type Vector = readonly [number, number, number]

/** One image plane: a file, or a frame of one. */
export interface Plane {
  readonly file: string
  /** From 1 on; undefined for a file of one plane. */
  readonly frame: number | undefined
  /** Image Position (Patient), mm. */
  readonly position: Vector
  /** Direction of rows, then of columns. */
  readonly orientation: readonly number[]
  /** Distance of rows, of columns, mm. */
  readonly pixelSpacing: readonly number[]
  /** Slice Thickness, mm. */
  readonly thickness: number | undefined
  readonly rows: number
  readonly columns: number
  readonly frameOfReference: string
  readonly instanceNumber: number | undefined
}

interface Planes {
  readonly planes: readonly Plane[]
  readonly unplaced: readonly string[]
}

const known = new WeakMap<SeriesSubject, Promise<Planes>>()

/**
 * The planes of a series' files, in the files' order, and which have no place: read once, however many checks ask. Places are positions and orientations in the
 * patient; Slice Location and Spacing Between Slices are not trusted.
 * Source: DICOM PS3.3 C.7.6.2 (Image Plane), C.7.6.16.2 (functional groups).
 */
export function planesOf(series: SeriesSubject): Promise<Planes> {
  const read = known.get(series) ?? readPlanes(series)
  known.set(series, read)
  return read
}

async function readPlanes(series: SeriesSubject): Promise<Planes> {
  const planes: Plane[] = []
  const unplaced: string[] = []
  for await (const { file, dataset } of series.headers()) {
    const own = framesOf(dataset).map((frame) => planeOf(dataset, file, frame))
    for (const plane of own)
      if (plane) planes.push(plane)
      else unplaced.push(file)
  }
  return { planes, unplaced }
}

/** Numbers of a file's frames, from 1 on; one undefined for a file of a single plane. */
function framesOf(dataset: Dataset): (number | undefined)[] {
  const frames = items(dataset, '52009230').length
  return frames === 0 ? [undefined] : Array.from({ length: frames }, (_, i) => i + 1)
}

function planeOf(dataset: Dataset, file: string, frame: number | undefined): Plane | undefined {
  const value = (group: string, tag: string) => valuesIn(dataset, frame, group, tag)
  const position = value('00209113', '00200032')
  const orientation = value('00209116', '00200037')
  if (position.length !== 3 || orientation.length !== 6) return undefined
  return {
    file,
    frame,
    position: position as unknown as Vector,
    orientation,
    pixelSpacing: value('00289110', '00280030'),
    thickness: value('00289110', '00180050')[0],
    rows: numbers(dataset, '00280010')[0] ?? 0,
    columns: numbers(dataset, '00280011')[0] ?? 0,
    frameOfReference: text(dataset, '00200052') ?? '',
    instanceNumber: numbers(dataset, '00200013')[0],
  }
}

/** Numbers of an attribute at the top of a file, or in a functional group of a frame. */
function valuesIn(dataset: Dataset, frame: number | undefined, group: string, tag: string): number[] {
  if (frame === undefined) return numbers(dataset, tag)
  const own = items(items(dataset, '52009230')[frame - 1], group)[0]
  if (own?.elements.has(tag)) return numbers(own, tag)
  return numbers(holdersOf(dataset, `${group}/${tag}`)[0]?.dataset, tag)
}

/** Unit vector at right angles to the rows and columns. */
export function normalOf(orientation: readonly number[]): Vector {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = orientation
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d]
  const length = Math.hypot(...normal) || 1
  return normal.map((value) => value / length) as unknown as Vector
}

/** Place of a plane along a direction, mm. */
function depthOf({ position }: Plane, [x, y, z]: Vector): number {
  return position[0] * x + position[1] * y + position[2] * z
}

/** Angle between two directions, degrees, from 0 to 180. */
export function angleBetween(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  const cosine = product / (Math.hypot(...a) * Math.hypot(...b) || 1)
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI
}

/** Largest angle of rows or of columns between two planes, degrees. */
export function turnBetween(a: Plane, b: Plane): number {
  return Math.max(
    angleBetween(a.orientation.slice(0, 3), b.orientation.slice(0, 3)),
    angleBetween(a.orientation.slice(3), b.orientation.slice(3)),
  )
}

/** Planes in the order of their places along the first one's normal, with those places, mm. */
export function inOrder(planes: readonly Plane[]): { plane: Plane; depth: number }[] {
  const normal = normalOf(planes[0]?.orientation ?? [])
  return planes.map((plane) => ({ plane, depth: depthOf(plane, normal) })).sort((a, b) => a.depth - b.depth)
}

/** Where a plane stands in a study. */
export function placeOf(series: SeriesSubject, { file, frame }: Plane) {
  return { series: series.id, file, ...(frame === undefined ? {} : { frame }) }
}

/** The middle value, of an even number the upper one of the two; NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
