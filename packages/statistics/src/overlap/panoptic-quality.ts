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
  const [truths, marks, both] = [new Map<number, number>(), new Map<number, number>(), new Map<string, number>()]
  const add = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)
  reference.labels.forEach((truth, at) => {
    const mark = result.labels[at]!
    if (truth !== 0) add(truths, truth)
    if (mark !== 0) add(marks, mark)
    if (truth !== 0 && mark !== 0) add(both, `${truth}/${mark}`)
  })
  const unions = [...both].map(([pair, common]) => {
    const [truth = 0, mark = 0] = pair.split('/').map(Number)
    return common / (truths.get(truth)! + marks.get(mark)! - common)
  })
  const hits = unions.filter((share) => share > 0.5)
  const [found, missed, wrong] = [hits.length, truths.size - hits.length, marks.size - hits.length]
  const recognition = found + missed + wrong === 0 ? null : found / (found + (missed + wrong) / 2)
  const segmentation = found === 0 ? null : hits.reduce((sum, share) => sum + share, 0) / found
  return {
    ...{ recognition, segmentation, found, missed, false: wrong },
    quality: recognition === null ? null : recognition * (segmentation ?? 0),
  }
}
