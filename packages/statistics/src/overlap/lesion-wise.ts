import { type Connectivity, connectedComponents } from './connected-components.ts'
import { checkGrids, diagonalOf, type GridSize, type LabelVolume } from './label-volume.ts'
import type { MaskPair } from './masks.ts'
import { cutMasks } from './masks.ts'
import type { SurfaceKind } from './surface.ts'
import { surfaceDistances } from './surface-distances.ts'
import { hausdorffDistance } from './surface-measures.ts'

/** How lesions are told apart and held against each other, as a protocol declares it. */
export interface LesionRules {
  readonly connectivity: Connectivity
  /** Reference lesions nearer than twice this many voxels count as one (dilation with the full 3 × 3 × 3 neighbourhood). */
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
    ...{ lesions, found, missed, false: wrong, meanDice: mean('dice'), meanHausdorff95: mean('hausdorff95') },
    f1: lesions.length === 0 ? null : (2 * found) / (2 * found + missed + wrong),
  }
}

function scoreLesions({ reference, result, size, spacing }: MaskPair, rules: LesionRules, penalty: number) {
  const { labels: truth, count: truths } = lesionsOf(reference, size, rules)
  const { labels: marked, count: marks } = componentsOf(result, size, rules)
  const touched = touching(dilateLabels(truth, size, rules.dilation), marked, truths)
  const matched = new Set([...touched.values()].flatMap((own) => [...own]))
  const scores: LesionScore[] = []
  for (let lesion = 1; lesion <= truths; lesion += 1) {
    const own = touched.get(lesion) ?? new Set()
    const one = truth.map((value) => (value === lesion ? 1 : 0))
    const voxels = one.reduce((sum, bit) => sum + bit, 0)
    if (voxels < rules.leastVoxels) continue
    if (own.size === 0) scores.push({ kind: 'missed', dice: 0, hausdorff95: penalty, voxels })
    else {
      const other = marked.map((value) => (own.has(value) ? 1 : 0))
      const pair = { reference: Uint8Array.from(one), result: Uint8Array.from(other), size, spacing }
      scores.push({ kind: 'found', ...scorePair(pair, rules.surface), voxels })
    }
  }
  for (let mark = 1; mark <= marks; mark += 1) {
    const voxels = marked.reduce((sum, value) => sum + (value === mark ? 1 : 0), 0)
    if (!matched.has(mark)) scores.push({ kind: 'false', dice: 0, hausdorff95: penalty, voxels })
  }
  return scores
}

function scorePair(pair: MaskPair, surface: SurfaceKind): { dice: number; hausdorff95: number } {
  let [both, all] = [0, 0]
  pair.reference.forEach((bit, at) => {
    both += bit & pair.result[at]!
    all += bit + pair.result[at]!
  })
  return { dice: (2 * both) / all, hausdorff95: hausdorffDistance(surfaceDistances(pair, surface), 95) }
}

/** Components of the dilated mask, on the voxels of the mask itself. */
function lesionsOf(mask: Uint8Array, size: GridSize, { connectivity, dilation }: LesionRules) {
  const wide = dilateLabels(Int32Array.from(mask), size, dilation)
  const { labels, count } = connectedComponents(Uint8Array.from(wide), size, connectivity)
  return { labels: labels.map((label, at) => (mask[at] === 1 ? label : 0)), count }
}

/** Components of a mask, without those that are too small. */
function componentsOf(mask: Uint8Array, size: GridSize, { connectivity, leastVoxels }: LesionRules) {
  const { labels, count } = connectedComponents(mask, size, connectivity)
  const voxels = new Int32Array(count + 1)
  for (const label of labels) voxels[label]! += 1
  const kept = voxels.map((number, label) => (label > 0 && number >= leastVoxels ? 1 : 0))
  const large = labels.map((label) => kept[label]!)
  return connectedComponents(Uint8Array.from(large), size, connectivity)
}

/** Which result lesions share a voxel with each reference lesion. */
function touching(truth: Int32Array, marked: Int32Array, truths: number): ReadonlyMap<number, ReadonlySet<number>> {
  const touched = new Map(Array.from({ length: truths }, (_, lesion) => [lesion + 1, new Set<number>()]))
  truth.forEach((lesion, at) => {
    if (lesion > 0 && marked[at]! > 0) touched.get(lesion)?.add(marked[at]!)
  })
  return touched
}

/** Each label grown by some voxels in all directions; where two meet, the lower one. The grid's border stops it. */
function dilateLabels(labels: Int32Array, size: GridSize, times: number): Int32Array {
  const [nx, ny, nz] = size
  let grown = labels
  for (let time = 0; time < times; time += 1)
    for (const [step, length] of [
      [1, nx],
      [nx, ny],
      [nx * ny, nz],
    ] as const)
      grown = growAlong(grown, step, length)
  return grown
}

function growAlong(labels: Int32Array, step: number, length: number): Int32Array {
  return labels.map((label, at) => {
    if (label > 0) return label
    const place = Math.floor(at / step) % length
    const before = place > 0 ? labels[at - step]! : 0
    const after = place < length - 1 ? labels[at + step]! : 0
    return before === 0 || (after > 0 && after < before) ? after : before
  })
}
