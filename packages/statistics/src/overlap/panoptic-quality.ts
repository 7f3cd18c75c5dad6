import { eachPair, type LabelRuns } from './label-runs.ts'
import { checkGrids, type LabelVolume } from './label-volume.ts'

/** Panoptic quality of instances, and its two factors; null where there is no instance at all. */
export interface PanopticQuality {
  /** Recognition times segmentation. */
  quality: number | null
  /** Found / (found + ½ false + ½ missed). */
  recognition: number | null
  /** Mean intersection over union of what was found. */
  segmentation: number | null
  found: number
  missed: number
  false: number
}

/**
 * Panoptic quality of two volumes of instances, each instance a label of its own: a pair whose intersection over union is above one half
 * is a find; there can be only one for each.
 * Source: Kirillov and others, *CVPR* 2019, 9404–9413.
 * @throws RangeError when the volumes are not on one grid
 */
export function panopticQuality(reference: LabelVolume, result: LabelVolume): PanopticQuality {
  checkGrids(reference, result)
  const { truths, marks, both } = countInstances(reference.runs, result.runs)
  const shares = [...both].flatMap(([truth, own]) =>
    [...own].map(([mark, common]) => common / (truths.get(truth)! + marks.get(mark)! - common)),
  )
  const hits = shares.filter((share) => share > 0.5)
  return qualityOf({
    found: hits.length,
    missed: truths.size - hits.length,
    false: marks.size - hits.length,
    unions: hits.reduce((sum, share) => sum + share, 0),
  })
}

/** Panoptic quality over cases: all instances of all of them, as over the images of Kirillov's data sets. */
export function poolPanopticQuality(cases: readonly PanopticQuality[]): PanopticQuality {
  const sum = (of: (one: PanopticQuality) => number) => cases.reduce((total, one) => total + of(one), 0)
  return qualityOf({
    found: sum((one) => one.found),
    missed: sum((one) => one.missed),
    false: sum((one) => one.false),
    unions: sum(({ found, segmentation }) => found * (segmentation ?? 0)),
  })
}

function qualityOf({ found, missed, false: wrong, unions }: Record<'found' | 'missed' | 'false' | 'unions', number>) {
  const recognition = found + missed + wrong === 0 ? null : found / (found + (missed + wrong) / 2)
  const segmentation = found === 0 ? null : unions / found
  return {
    recognition,
    segmentation,
    found,
    missed,
    false: wrong,
    quality: recognition === null ? null : recognition * (segmentation ?? 0),
  }
}

/** Voxels of each instance, and of each pair. */
function countInstances(reference: LabelRuns, result: LabelRuns) {
  const [truths, marks] = [new Map<number, number>(), new Map<number, number>()]
  const both = new Map<number, Map<number, number>>()
  const add = (counts: Map<number, number>, key: number, count: number) =>
    counts.set(key, (counts.get(key) ?? 0) + count)
  eachPair(reference, result, (truth, mark, voxels) => {
    if (truth !== 0) add(truths, truth, voxels)
    if (mark !== 0) add(marks, mark, voxels)
    if (truth === 0 || mark === 0) return
    const own = both.get(truth) ?? new Map<number, number>()
    both.set(truth, own)
    add(own, mark, voxels)
  })
  return { truths, marks, both }
}
