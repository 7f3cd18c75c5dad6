import { studentTCdf } from '../distributions/student-t.ts'
import type { EstimatedFigure, Figure } from '../frame/figure.ts'
import { mergeCells } from '../frame/merge-cells.ts'
import { differenceCellList, differenceCells, type PairedUnit } from './difference-cells.ts'
import { differenceFigure } from './difference-figure.ts'
import { tango } from './paired-difference.ts'

/** The difference of two shares of units that all lie at one place, first minus second: see `differenceFigure`. */
export function clusteredDifference(units: readonly PairedUnit[]): Figure {
  const cells = differenceCells('d', units).map(({ name, value }) => [name, { kind: 'exact' as const, value }])
  const release = { site: 'd', released: { estimator: 'd', version: 1, cells: Object.fromEntries(cells) } }
  return differenceFigure('difference', mergeCells([release], differenceCellList('d')), 'd')
}

/**
 * One-sided p-values of a clustered difference against a true one, by the score that its interval inverts.
 * @param delta in (−1, 1)
 * @throws RangeError for a figure that is no clustered difference
 */
export function clusteredTails({ reference }: EstimatedFigure, delta: number): { above: number; below: number } {
  if (reference.scale !== 'counts' || reference.method !== 'tango') throw new RangeError('figure: no such difference')
  const { onlyFirst = 0, onlySecond = 0, pairs = 0, degreesOfFreedom = 0 } = reference.counts
  const score = tango({ onlyFirst, onlySecond, both: pairs - onlyFirst - onlySecond, neither: 0 }, delta)
  return { above: studentTCdf(-score, degreesOfFreedom), below: studentTCdf(score, degreesOfFreedom) }
}
