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
  const data = readDataset(bytes, file, { pixels: 'keep' })
  const seg = readSegHeader(data, file)
  const pixels = valueBytes(data, '7FE00010')
  if (!pixels) throw failures(file).unreadable('no pixel data')
  seg.assertWhole(pixels.length)
  const { size, affine } = seg
  const length = size[0] * size[1]
  const values = new Uint16Array(length * size[2])
  for (const frame of seg.frames) {
    const { from, to } = frame.bytes
    seg.place(values.subarray(frame.plane * length, (frame.plane + 1) * length), frame, pixels.subarray(from, to))
  }
  return { size, spacing: spacingOf(affine), affine, values }
}

/** A frame of a segmentation, and where its voxels are. */
export interface SegFrame {
  readonly segment: number
  readonly plane: number
  /** Bytes of the pixel data that its voxels lie in, which may share the first and the last with its neighbours. */
  readonly bytes: { readonly from: number; readonly to: number }
  /** Bits of the first of these bytes that are none of it. */
  readonly bitsBefore: number
}

/** A segmentation but for its pixels. */
export interface SegHeader {
  readonly size: readonly [number, number, number]
  readonly affine: Affine
  readonly frames: readonly SegFrame[]
  /** Writes a frame into its plane. @throws AssayError image-unsupported for segments that overlap */
  readonly place: (plane: Uint16Array, frame: SegFrame, bytes: Uint8Array) => void
  /** @throws AssayError image-unreadable where the pixel data is shorter than its frames */
  readonly assertWhole: (bytes: number) => void
}

/**
 * Reads what a segmentation says of its grid and its frames; its pixels are not looked at.
 * @throws AssayError as `readSeg`
 */
export function readSegHeader(data: Dataset, file: string): SegHeader {
  const fail = failures(file)
  if (text(data, '00080060') !== 'SEG') throw fail.unsupported('a DICOM object that is no segmentation')
  if (transferSyntaxOf(data.syntax).codec) throw fail.unsupported(`frames in the transfer syntax ${data.syntax}`)
  const [columns, rows] = [number(data, '00280011') ?? 0, number(data, '00280010') ?? 0]
  if (columns < 1 || rows < 1) throw fail.unreadable('a length below 1')
  const frames = framesOf(data, fail)
  const { size, affine, places } = gridOf(frames, { columns, rows }, fail)
  const bits = number(data, '00280100') ?? 1
  const length = columns * rows * bits
  return {
    size,
    affine,
    place: placer(data, bits, fail),
    frames: frames.map(({ segment }, index) => ({
      segment,
      plane: places[index]!,
      bitsBefore: (index * length) % 8,
      bytes: { from: Math.floor((index * length) / 8), to: Math.ceil(((index + 1) * length) / 8) },
    })),
    assertWhole: (bytes) => {
      const due = Math.ceil((length * frames.length) / 8)
      if (bytes < due) throw fail.unreadable(`${bytes} bytes of voxels, ${due} are due`)
    },
  }
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
    across: x,
    down: y,
    spacing,
    position: lowest.position,
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

type Placer = SegHeader['place']

function placer(data: Dataset, bits: number, fail: Fail): Placer {
  const kind = text(data, '00620001')
  const overlapping = () => fail.unsupported('segments that overlap')
  if (kind === 'BINARY' && bits === 1) return binaryPlacer(overlapping)
  if (kind === 'FRACTIONAL' && bits === 8) return fractionalPlacer(mostFraction(data, fail), overlapping)
  if (kind === 'LABELMAP' && bits === 8) return (plane, _, bytes) => plane.set(bytes)
  if (kind === 'LABELMAP' && bits === 16) return widePlacer(!data.isBigEndian)
  throw fail.unsupported(`a segmentation of the type ${kind} with ${bits} bits a voxel`)
}

/** Bits follow each other over all frames, the lowest of a byte first. */
function binaryPlacer(overlapping: () => AssayError): Placer {
  return (plane, { segment, bitsBefore }, bytes) => {
    for (let i = 0; i < plane.length; i += 1) {
      const bit = bitsBefore + i
      if (((bytes[bit >>> 3]! >>> (bit & 7)) & 1) === 0) continue
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
function fractionalPlacer(most: number, overlapping: () => AssayError): Placer {
  return (plane, { segment }, bytes) => {
    for (let i = 0; i < plane.length; i += 1) {
      if (2 * bytes[i]! < most) continue
      if (plane[i] !== 0) throw overlapping()
      plane[i] = segment
    }
  }
}

function widePlacer(isLittleEndian: boolean): Placer {
  return (plane, _, bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let i = 0; i < plane.length; i += 1) plane[i] = view.getUint16(2 * i, isLittleEndian)
  }
}
