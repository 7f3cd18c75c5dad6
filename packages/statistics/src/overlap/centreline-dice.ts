import { checkGrids, type LabelVolume } from './label-volume.ts'
import { cutMasks } from './masks.ts'
import { skeleton } from './skeleton.ts'

/** Centreline Dice and its two parts, each in [0, 1]; null where a skeleton is empty, or nothing of both is there. */
export interface CentrelineDice {
  centrelineDice: number | null
  /** Share of the result's skeleton within the reference. */
  topologyPrecision: number | null
  /** Share of the reference's skeleton within the result. */
  topologySensitivity: number | null
}

/**
 * Centreline Dice of one label of two volumes, for vessels and other thin trees: the harmonic mean of topology precision and sensitivity, by
 * skeletons of Lee's thinning. A label in one volume only: 0.
 * Source: Shit and others, *CVPR* 2021, 16555–16564.
 * @throws RangeError when the volumes are not on one grid
 */
export function centrelineDice(reference: LabelVolume, result: LabelVolume, label: number): CentrelineDice {
  checkGrids(reference, result)
  const masks = cutMasks(reference, result, label)
  if (!masks) return { centrelineDice: null, topologyPrecision: null, topologySensitivity: null }
  const within = (mask: Uint8Array, other: Uint8Array) => {
    let [inside, all] = [0, 0]
    skeleton(mask, masks.size).forEach((bit, at) => {
      all += bit
      inside += bit & other[at]!
    })
    return all === 0 ? null : inside / all
  }
  const topologyPrecision = within(masks.result, masks.reference)
  const topologySensitivity = within(masks.reference, masks.result)
  const [precision, sensitivity] = [topologyPrecision ?? 0, topologySensitivity ?? 0]
  const sum = precision + sensitivity
  return {
    topologyPrecision,
    topologySensitivity,
    centrelineDice: sum === 0 ? 0 : (2 * precision * sensitivity) / sum,
  }
}
