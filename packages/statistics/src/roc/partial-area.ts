import type { RocCurve } from './roc-curve.ts'

/** Which part of the curve: between two specificities, or between two sensitivities. */
export interface Part {
  readonly over: 'specificity' | 'sensitivity'
  /** In [0, 1], below `to`. */
  readonly from: number
  readonly to: number
}

/** A part of the area: as it is, in [0, to − from], and standardised to [½, 1] for no better than chance to perfect. */
export interface PartialArea {
  plain: number
  standardised: number
}

/**
 * Area under a part of the curve, and McClish's standardisation.
 * Sources: McClish, *Med. Decis. Making* 9:190–195 (1989); over sensitivities: Jiang, Metz, Nishikawa, *Radiology* 201:745–750 (1996).
 * @throws RangeError part
 */
export function partialArea({ falsePositiveRates, sensitivities }: RocCurve, { over, from, to }: Part): PartialArea {
  if (!(from >= 0 && to <= 1 && from < to)) throw new RangeError('part: from and to rise within 0 and 1')
  const [low, high] = over === 'specificity' ? [1 - to, 1 - from] : [from, to]
  const plain =
    over === 'specificity'
      ? areaBetween(falsePositiveRates, sensitivities, low, high)
      : areaBetween(
          sensitivities,
          falsePositiveRates.map((rate) => 1 - rate),
          low,
          high,
        )
  // Under the diagonal: sensitivity is the false positive rate; specificity is one less the sensitivity.
  const chance = over === 'specificity' ? (high ** 2 - low ** 2) / 2 : high - low - (high ** 2 - low ** 2) / 2
  return { plain, standardised: (1 + (plain - chance) / (high - low - chance)) / 2 }
}

/** Integral of the line through points with rising x, from one place to another. */
function areaBetween(x: Float64Array, y: Float64Array, from: number, to: number): number {
  let area = 0
  for (let i = 1; i < x.length; i += 1) {
    const [left, right] = [Math.max(from, x[i - 1]!), Math.min(to, x[i]!)]
    if (right <= left) continue
    const slope = (y[i]! - y[i - 1]!) / (x[i]! - x[i - 1]!)
    const at = (place: number) => y[i - 1]! + slope * (place - x[i - 1]!)
    area += ((at(left) + at(right)) / 2) * (right - left)
  }
  return area
}
