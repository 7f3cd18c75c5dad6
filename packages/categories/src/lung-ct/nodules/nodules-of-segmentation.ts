import { readSeg, type Volume } from '@assay/formats'
import { connectedComponents } from '@assay/statistics/overlap'
import type { Nodule, Point } from './nodule.ts'

/**
 * The findings of a segmentation: each part of a segment that hangs together, by corners too, is one, with its centre of mass and the
 * diameter of a ball of its volume.
 * @throws AssayError as readSeg
 */
export function nodulesOfSegmentation(bytes: Uint8Array, where: string, isIrrelevant: boolean): Nodule[] {
  const labels = readSeg(bytes, where)
  return boxesOf(labels).flatMap((box) => partsOf(labels, box, isIrrelevant))
}

interface Box {
  readonly label: number
  readonly least: [number, number, number]
  readonly most: [number, number, number]
}

/** The box around each label's voxels. */
function boxesOf({ values, size: [nx, ny] }: Volume): Box[] {
  const boxes = new Map<number, Box>()
  for (let at = 0; at < values.length; at += 1) {
    const label = values[at]!
    if (label === 0) continue
    const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))] as [number, number, number]
    const box = boxes.get(label) ?? { label, least: [...place], most: [...place] }
    place.forEach((value, axis) => {
      box.least[axis] = Math.min(box.least[axis]!, value)
      box.most[axis] = Math.max(box.most[axis]!, value)
    })
    boxes.set(label, box)
  }
  return [...boxes.values()].sort((a, b) => a.label - b.label)
}

function partsOf(
  { values, size, spacing, affine }: Volume,
  { label, least, most }: Box,
  isIrrelevant: boolean,
): Nodule[] {
  const extent = least.map((from, axis) => most[axis]! - from + 1) as [number, number, number]
  const mask = new Uint8Array(extent[0] * extent[1] * extent[2])
  const placeOf = (at: number) =>
    [
      least[0] + (at % extent[0]),
      least[1] + (Math.floor(at / extent[0]) % extent[1]),
      least[2] + Math.floor(at / (extent[0] * extent[1])),
    ] as const
  for (let at = 0; at < mask.length; at += 1) {
    const [x, y, z] = placeOf(at)
    mask[at] = values[(z * size[1] + y) * size[0] + x] === label ? 1 : 0
  }
  const { labels, count } = connectedComponents(mask, extent, 26)
  const sums = Array.from({ length: count }, () => [0, 0, 0, 0])
  labels.forEach((part, at) => {
    if (part === 0) return
    const sum = sums[part - 1]!
    placeOf(at).forEach((value, axis) => {
      sum[axis]! += value
    })
    sum[3]! += 1
  })
  const voxel = spacing[0] * spacing[1] * spacing[2]
  return sums.map(([x, y, z, voxels]) => ({
    centre: worldOf(affine, [x! / voxels!, y! / voxels!, z! / voxels!]),
    isIrrelevant,
    diameter: Math.cbrt((6 / Math.PI) * voxels! * voxel),
  }))
}

/** Left–posterior–superior. */
function worldOf(affine: Volume['affine'], [x, y, z]: Point): Point {
  const [right, anterior, superior] = affine.map((row) => row[0] * x + row[1] * y + row[2] * z + row[3])
  return [-right!, -anterior!, superior!]
}
