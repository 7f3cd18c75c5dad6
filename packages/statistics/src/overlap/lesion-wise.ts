import { type Components, type Connectivity, connectedComponents } from './connected-components.ts'
import { checkGrids, diagonalOf, type GridSize, type LabelVolume } from './label-volume.ts'
import type { MaskPair } from './masks.ts'
import { cutMasks } from './masks.ts'
import type { SurfaceKind } from './surface.ts'
import { surfaceDistances } from './surface-distances.ts'
import { hausdorffDistance } from './surface-measures.ts'

/** How lesions are told apart and held against each other, as a protocol declares it. */
export interface LesionRules {
  readonly connectivity: Connectivity
  /**
   * How many times reference lesions are grown by the voxels that share a face or an edge with them: those that then hang together count as
   * one, and what touches the grown lesion was found of it. BraTS grows three times.
   */
  readonly dilation: number
  /** Lesions of fewer voxels are left out, in the reference and in the result. */
  readonly leastVoxels: number
  readonly surface: SurfaceKind
  /** Distance that a missed or false lesion counts, mm; by default the diagonal of the grid. BraTS counts 374. */
  readonly penalty?: number
}

/** One lesion of the reference, with all that was found of it; or a false one. */
interface LesionScore {
  readonly kind: 'found' | 'missed' | 'false'
  readonly dice: number
  readonly hausdorff95: number
  readonly voxels: number
}

/** Lesion by lesion, and the means with missed and false lesions counted; null where there is no lesion at all. */
export interface LesionWise {
  readonly lesions: readonly LesionScore[]
  readonly found: number
  readonly missed: number
  readonly false: number
  readonly meanDice: number | null
  readonly meanHausdorff95: number | null
  /** 2 found / (2 found + missed + false). */
  readonly f1: number | null
}

/**
 * Lesion-wise Dice and Hausdorff distance of one label: each reference lesion is held against all result lesions that touch it
 * (dilated); a lesion that nothing touches is missed, a result lesion that touches none is false, and both count Dice 0 and the
 * penalty as their distance.
 * Source: the lesion-wise evaluation of BraTS 2023 (Moawad and others, arXiv:2306.00838; LaBella and others, arXiv:2305.07642).
 * @throws RangeError when the volumes are not on one grid
 */
export function compareLesions(
  reference: LabelVolume,
  result: LabelVolume,
  label: number,
  rules: LesionRules,
): LesionWise {
  checkGrids(reference, result)
  const masks = cutMasks(reference, result, label)
  const lesions = masks ? scoreLesions(masks, rules, rules.penalty ?? diagonalOf(reference)) : []
  const count = (kind: LesionScore['kind']) => lesions.filter((one) => one.kind === kind).length
  const mean = (measure: 'dice' | 'hausdorff95') =>
    lesions.length === 0 ? null : lesions.reduce((sum, one) => sum + one[measure], 0) / lesions.length
  const [found, missed, wrong] = [count('found'), count('missed'), count('false')]
  return {
    lesions,
    found,
    missed,
    false: wrong,
    meanDice: mean('dice'),
    meanHausdorff95: mean('hausdorff95'),
    f1: lesions.length === 0 ? null : (2 * found) / (2 * found + missed + wrong),
  }
}

function scoreLesions(masks: MaskPair, rules: LesionRules, penalty: number): LesionScore[] {
  const { reference, result, size } = masks
  const grown = connectedComponents(grow(reference, size, rules.dilation), size, rules.connectivity)
  const truths = placesOf(grown, (at) => reference[at] === 1)
  const found = connectedComponents(result, size, rules.connectivity)
  const marks = placesOf(found, () => true).map((places) => (places.length >= rules.leastVoxels ? places : none))
  const touched = truths.map(() => new Set<number>())
  for (const [mark, places] of marks.entries())
    for (const at of places) if (grown.labels[at]! > 0) touched[grown.labels[at]! - 1]!.add(mark)
  const matched = new Set(touched.flatMap((own) => [...own]))
  return [
    ...truths.flatMap((places, lesion): LesionScore[] => {
      const voxels = places.length
      if (voxels < rules.leastVoxels) return []
      const own = [...touched[lesion]!].map((mark) => marks[mark]!)
      if (own.length === 0) return [{ kind: 'missed', dice: 0, hausdorff95: penalty, voxels }]
      return [{ kind: 'found', ...scorePair(places, own, masks, rules.surface), voxels }]
    }),
    ...marks.flatMap(({ length: voxels }, mark): LesionScore[] =>
      voxels === 0 || matched.has(mark) ? [] : [{ kind: 'false', dice: 0, hausdorff95: penalty, voxels }],
    ),
  ]
}

const none = new Int32Array(0)

/** Places of each component, the first component first. */
function placesOf({ labels, count }: Components, counts: (at: number) => boolean): Int32Array[] {
  const places = Array.from({ length: count }, (): number[] => [])
  for (let at = 0; at < labels.length; at += 1) if (labels[at]! > 0 && counts(at)) places[labels[at]! - 1]!.push(at)
  return places.map((own) => Int32Array.from(own))
}

function scorePair(
  lesion: Int32Array,
  marks: readonly Int32Array[],
  { size, spacing }: MaskPair,
  surface: SurfaceKind,
): { dice: number; hausdorff95: number } {
  const { place, box } = boxAround([lesion, ...marks], size)
  const voxels = box[0] * box[1] * box[2]
  const pair = { reference: new Uint8Array(voxels), result: new Uint8Array(voxels), size: box, spacing }
  for (const at of lesion) pair.reference[place(at)] = 1
  for (const places of marks) for (const at of places) pair.result[place(at)] = 1
  const both = lesion.reduce((sum, at) => sum + pair.result[place(at)]!, 0)
  const all = marks.reduce((sum, { length }) => sum + length, lesion.length)
  return { dice: (2 * both) / all, hausdorff95: hausdorffDistance(surfaceDistances(pair, surface), 95) }
}

/** The smallest box around places of a grid, and where in it each of them is. */
function boxAround(parts: readonly Int32Array[], [nx, ny]: GridSize) {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-1, -1, -1],
  ]
  const axes = (at: number) => [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))] as const
  for (const places of parts)
    for (const at of places)
      axes(at).forEach((value, axis) => {
        low![axis] = Math.min(low![axis]!, value)
        high![axis] = Math.max(high![axis]!, value)
      })
  const box: GridSize = [high![0]! - low![0]! + 1, high![1]! - low![1]! + 1, high![2]! - low![2]! + 1]
  const place = (at: number) => {
    const [x, y, z] = axes(at)
    return ((z - low![2]!) * box[1] + y - low![1]!) * box[0] + x - low![0]!
  }
  return { box, place }
}

/** A mask grown some times by the voxels that share a face or an edge with it. The grid's border stops it. */
function grow(mask: Uint8Array, [nx, ny, nz]: GridSize, times: number): Uint8Array {
  const grown = mask.slice()
  const steps = [-1, 0, 1]
  const around = steps
    .flatMap((dz) => steps.flatMap((dy) => steps.map((dx) => [dx, dy, dz] as const)))
    .filter((offsets) => offsets.filter((offset) => offset !== 0).length % 3 !== 0)
  let rim = [...mask.keys()].filter((at) => times > 0 && mask[at] === 1)
  for (let time = 0; time < times; time += 1) {
    const next: number[] = []
    for (const at of rim) {
      const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]
      for (const [dx, dy, dz] of around) {
        if (x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny || z + dz < 0 || z + dz >= nz) continue
        const other = at + dx + nx * (dy + ny * dz)
        if (grown[other] === 1) continue
        grown[other] = 1
        next.push(other)
      }
    }
    rim = next
  }
  return grown
}
