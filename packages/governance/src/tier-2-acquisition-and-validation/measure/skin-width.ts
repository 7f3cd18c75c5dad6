import type { Volume } from '@assay/formats'
import { axialFrame } from './axial-frame.ts'
import { median } from './planes.ts'

/** Air is below, a body above, HU: a body that was at two places is halfway between them where only one of them was. */
const [air, body] = [-750, -300]
/** Of a body, at least; between lines that are looked at, mm. */
const [least, stride] = [8, 3]
/** Fewest lines of a side that say something. */
const fewestLines = 8

/** How many mm it takes from air into the body, by side: medians over the middle half of the lines that meet it. */
export type SkinWidths = Readonly<Record<'left' | 'right' | 'front', number | undefined>>

/**
 * How wide the skin is in a slice, seen from the left, the right and the front (on the back the table lies against it): the way from −750 to
 * −300 HU along rows or columns, between voxels by straight lines. About a voxel where the body lay still; as much more as it moved where it
 * was at two places while it was scanned. Only where lines meet the skin steeply: the middle half of each side.
 */
export function skinWidths(volume: Volume, z: number): SkinWidths {
  const [nx, ny] = volume.size
  const [sx, sy] = volume.spacing
  const slice = volume.values.subarray(z * nx * ny, (z + 1) * nx * ny)
  const rows = { slice, lines: ny, next: nx, length: nx, across: sy, spacing: sx }
  return {
    left: widthOf({ ...rows, first: 0, step: 1 }),
    right: widthOf({ ...rows, first: nx - 1, step: -1 }),
    front: widthOf(frontOf(volume, slice)),
  }
}

/** Where the skin of the front stands along each column of the middle half that meets it: column → millimetres from the front edge. */
export function frontSkin(volume: Volume, z: number): Map<number, number> {
  const [nx, ny] = volume.size
  const slice = volume.values.subarray(z * nx * ny, (z + 1) * nx * ny)
  const side = frontOf(volume, slice)
  const met: [number, number][] = []
  for (let line = 0; line < nx; line += Math.max(1, Math.round(stride / side.across))) {
    const at = side.first + line
    const skin = skinOf(side, at)
    if (skin === undefined || skin < 1) continue
    const value = (i: number) => slice[at + i * side.step]!
    met.push([line, (skin - (value(skin) - body) / (value(skin) - value(skin - 1))) * side.spacing])
  }
  return new Map(met.slice(Math.floor(met.length / 4), Math.ceil((3 * met.length) / 4)))
}

function frontOf({ size, spacing, affine }: Volume, slice: Volume['values']): Side {
  const [nx, ny] = size
  const isLast = (axialFrame({ affine, spacing })?.front ?? -1) === 1
  const columns = { slice, lines: nx, next: 1, length: ny, across: spacing[0], spacing: spacing[1] }
  return { ...columns, first: isLast ? (ny - 1) * nx : 0, step: isLast ? -nx : nx }
}

interface Side {
  readonly slice: Volume['values']
  /** Lines, from one to the next; voxels of a line, the first one's place, from one to the next. */
  readonly lines: number
  readonly next: number
  readonly length: number
  readonly first: number
  readonly step: number
  /** Between lines, between a line's voxels, mm. */
  readonly across: number
  readonly spacing: number
}

function widthOf(side: Side): number | undefined {
  const pace = Math.max(1, Math.round(stride / side.across))
  const met: { line: number; width: number | undefined }[] = []
  for (let line = 0; line < side.lines; line += pace) {
    const at = side.first + line * side.next
    const skin = skinOf(side, at)
    if (skin !== undefined) met.push({ line, width: widthAt(side, at, skin) })
  }
  const [from, to] = [Math.floor(met.length / 4), Math.ceil((3 * met.length) / 4)]
  const widths = met.slice(from, to).flatMap(({ width }) => (width === undefined ? [] : [width]))
  return widths.length < fewestLines ? undefined : median(widths)
}

/** The first voxel of a line that is a body's, with 8 mm of body behind it. */
function skinOf({ slice, length, step, spacing }: Side, at: number): number | undefined {
  const wanted = Math.max(2, Math.round(least / spacing))
  let run = 0
  for (let i = 0; i < length; i += 1) {
    run = slice[at + i * step]! > body ? run + 1 : 0
    if (run === wanted) return i - wanted + 1
  }
  return undefined
}

/** Undefined where the body reaches the edge, or no air lies before it. */
function widthAt({ slice, step, spacing }: Side, at: number, skin: number): number | undefined {
  if (skin < 3) return undefined
  const value = (i: number) => slice[at + i * step]!
  let outside = skin - 1
  while (outside > 0 && value(outside) > air) outside -= 1
  if (outside === 0) return undefined
  const inner = skin - (value(skin) - body) / (value(skin) - value(skin - 1))
  const outer = outside + (air - value(outside)) / (value(outside + 1) - value(outside))
  return (inner - outer) * spacing
}
