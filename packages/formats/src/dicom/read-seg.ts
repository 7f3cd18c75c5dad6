import { AssayError } from '@assay/contracts'
import { type Affine, mostVoxels, spacingOf, type Volume } from '../images/volume.ts'
import { type Dataset, items, valueBytes } from './dataset.ts'
import { gridAffine } from './geometry/grid-affine.ts'
import { cross, dot, type Vector } from './geometry/plane.ts'
import { readDataset } from './read-dataset.ts'
import { transferSyntaxOf } from './transfer-syntaxes.ts'
import { number, numbers, text } from './values.ts'

/**
 * Reads a DICOM Segmentation as a volume of segment numbers. Frames lie where their planes are, in the order of their
 * places along the normal; planes without a frame are empty. Of FRACTIONAL ones, voxels with half or more of the
 * greatest value are the segment's.
 * @throws AssayError dicom-unreadable, image-unreadable; image-unsupported (overlapping segments, compressed frames, planes
 * that are no grid)
 * Source: DICOM PS3.3 A.51, A.90 (Label Map), C.8.20.2, C.7.6.16.2.
 */
export function readSeg(bytes: Uint8Array, file: string): Volume {
  const fail = failures(file)
  const data = readDataset(bytes, file, { pixels: 'keep' })
  if (text(data, '00080060') !== 'SEG') throw fail.unsupported('a DICOM object that is no segmentation')
  if (transferSyntaxOf(data.syntax).codec) throw fail.unsupported(`frames in the transfer syntax ${data.syntax}`)
  const size = { columns: number(data, '00280011') ?? 0, rows: number(data, '00280010') ?? 0 }
  if (size.columns < 1 || size.rows < 1) throw fail.unreadable('a length below 1')
  const frames = framesOf(data, fail)
  const grid = gridOf(frames, size, fail)
  const values = new Uint16Array(grid.size[0] * grid.size[1] * grid.size[2])
  const place = placer(data, size, fail)
  frames.forEach((frame, index) => {
    place(values.subarray(grid.places[index]! * size.columns * size.rows), index, frame.segment)
  })
  return { size: grid.size, spacing: spacingOf(grid.affine), affine: grid.affine, values }
}

type Fail = ReturnType<typeof failures>

function failures(file: string) {
  return {
    unreadable: (what: string) => new AssayError('image-unreadable', { where: file, what }),
    unsupported: (what: string) => new AssayError('image-unsupported', { where: file, what }),
  }
}

interface Frame {
  readonly segment: number
  readonly position: Vector
  readonly orientation: readonly number[]
  /** Of rows, of columns. */
  readonly pixelSpacing: readonly number[]
  readonly sliceSpacing: number | undefined
}

function numbersOf(data: Dataset | undefined, tag: string, count: number): number[] | undefined {
  const values = numbers(data, tag)
  return values.length === count ? values : undefined
}

function framesOf(data: Dataset, fail: Fail): Frame[] {
  const [shared] = items(data, '52009229')
  const own = items(data, '52009230')
  const count = number(data, '00280008') ?? 1
  if (own.length !== count || count < 1) throw fail.unreadable(`${own.length} frames described, ${count} announced`)
  return own.map((frame) => {
    const macro = (tag: string) => items(frame, tag)[0] ?? items(shared, tag)[0]
    const position = numbersOf(macro('00209113'), '00200032', 3)
    const orientation = numbersOf(macro('00209116'), '00200037', 6)
    const measures = macro('00289110')
    const pixelSpacing = numbersOf(measures, '00280030', 2)
    if (!position || !orientation || !pixelSpacing?.every((spacing) => spacing > 0))
      throw fail.unreadable('a frame without a place')
    const [sliceSpacing] = numbersOf(measures, '00180088', 1) ?? numbersOf(measures, '00180050', 1) ?? []
    const segment = number(macro('0062000A'), '0062000B') ?? 0
    return { segment, position: position as unknown as Vector, orientation, pixelSpacing, sliceSpacing }
  })
}

interface SegmentationGrid {
  readonly size: readonly [number, number, number]
  readonly affine: Affine
  /** Plane of each frame. */
  readonly places: readonly number[]
}

/** A hundredth of a plane's distance may be lost in decimal strings. */
const tolerance = 0.01

function gridOf(
  frames: readonly Frame[],
  { columns, rows }: { columns: number; rows: number },
  fail: Fail,
): SegmentationGrid {
  const [first] = frames as [Frame]
  const [x, y] = [first.orientation.slice(0, 3), first.orientation.slice(3)] as unknown as [Vector, Vector]
  const normal = cross(x, y)
  const isAlike = (one: readonly number[], other: readonly number[]) =>
    one.every((value, i) => Math.abs(value - other[i]!) <= 1e-4)
  if (
    frames.some((one) => !isAlike(one.orientation, first.orientation) || !isAlike(one.pixelSpacing, first.pixelSpacing))
  )
    throw fail.unsupported('planes of several orientations')
  const depths = frames.map(({ position }) => dot(position, normal))
  const least = depths.reduce((a, b) => Math.min(a, b), Infinity)
  const spacing = spacingOfPlanes(depths, first)
  const places = depths.map((depth) => Math.round((depth - least) / spacing))
  const lowest = frames[depths.indexOf(least)]!
  const isOnGrid = frames.every(({ position }, i) => {
    const expected = lowest.position.map((value, axis) => value + places[i]! * spacing * normal[axis]!)
    return isWithin(position, expected, tolerance * spacing)
  })
  if (!isOnGrid) throw fail.unsupported('planes that are no grid')
  const planes = 1 + places.reduce((a, b) => Math.max(a, b), 0)
  if (columns * rows * planes > mostVoxels) throw fail.unsupported(`${planes} planes`)
  const affine = gridAffine({
    ...{ across: x, down: y, spacing, position: lowest.position },
    pixelSpacing: first.pixelSpacing as [number, number],
  })
  return { size: [columns, rows, planes], affine, places }
}

/** The least distance between planes, where there are several; else what the object says. */
function spacingOfPlanes(depths: readonly number[], { sliceSpacing }: Frame): number {
  const rising = [...depths].sort((a, b) => a - b)
  const gaps = rising.slice(1).map((depth, i) => depth - rising[i]!)
  const least = gaps.filter((gap) => gap > 1e-3).reduce((a, b) => Math.min(a, b), Infinity)
  if (least === Infinity) return sliceSpacing !== undefined && sliceSpacing > 0 ? sliceSpacing : 1
  // Where only every second plane has a frame, the object's own spacing divides the gaps.
  const divides =
    sliceSpacing !== undefined &&
    sliceSpacing > 0 &&
    Math.abs(least / sliceSpacing - Math.round(least / sliceSpacing)) < tolerance
  return divides && least / sliceSpacing >= 1 - tolerance ? sliceSpacing : least
}

function isWithin(a: readonly number[], b: readonly number[], distance: number): boolean {
  return Math.hypot(...a.map((value, axis) => value - b[axis]!)) <= distance
}

/** Writes a frame into its plane. */
type Placer = (plane: Uint16Array, frame: number, segment: number) => void

function placer(data: Dataset, { columns, rows }: { columns: number; rows: number }, fail: Fail): Placer {
  const kind = text(data, '00620001')
  const pixels = valueBytes(data, '7FE00010')
  if (!pixels) throw fail.unreadable('no pixel data')
  const voxels = columns * rows
  const bits = number(data, '00280100') ?? 1
  const frames = number(data, '00280008') ?? 1
  const due = Math.ceil((voxels * frames * bits) / 8)
  if (pixels.length < due) throw fail.unreadable(`${pixels.length} bytes of voxels, ${due} are due`)
  const overlapping = () => fail.unsupported('segments that overlap')
  if (kind === 'BINARY' && bits === 1) return binaryPlacer(pixels, voxels, overlapping)
  if (kind === 'FRACTIONAL' && bits === 8)
    return fractionalPlacer(pixels, voxels, mostFraction(data, fail), overlapping)
  if (kind === 'LABELMAP' && (bits === 8 || bits === 16)) return labelPlacer(pixels, voxels, bits, !data.isBigEndian)
  throw fail.unsupported(`a segmentation of the type ${kind} with ${bits} bits a voxel`)
}

/** Bits follow each other over all frames, the lowest of a byte first. */
function binaryPlacer(pixels: Uint8Array, voxels: number, overlapping: () => AssayError): Placer {
  return (plane, frame, segment) => {
    const start = frame * voxels
    for (let i = 0; i < voxels; i += 1) {
      const bit = start + i
      if (((pixels[bit >>> 3]! >>> (bit & 7)) & 1) === 0) continue
      if (plane[i] !== 0) throw overlapping()
      plane[i] = segment
    }
  }
}

/** Maximum Fractional Value, which stands for 1. */
function mostFraction(data: Dataset, fail: Fail): number {
  const most = number(data, '0062000E') ?? 0
  if (most < 1) throw fail.unreadable('fractions without their greatest value')
  return most
}

/** A voxel is a segment's where half of it or more is, or where the segment is as likely as not. */
function fractionalPlacer(pixels: Uint8Array, voxels: number, most: number, overlapping: () => AssayError): Placer {
  return (plane, frame, segment) => {
    for (let i = 0; i < voxels; i += 1) {
      if (2 * pixels[frame * voxels + i]! < most) continue
      if (plane[i] !== 0) throw overlapping()
      plane[i] = segment
    }
  }
}

function labelPlacer(pixels: Uint8Array, voxels: number, bits: 8 | 16, isLittleEndian: boolean): Placer {
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  return (plane, frame) => {
    for (let i = 0; i < voxels; i += 1) {
      const at = frame * voxels + i
      plane[i] = bits === 8 ? pixels[at]! : view.getUint16(2 * at, isLittleEndian)
    }
  }
}
