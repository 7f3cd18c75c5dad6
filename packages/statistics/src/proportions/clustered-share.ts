import type { Figure } from '../frame/figure.ts'
import { mergeCells } from '../frame/merge-cells.ts'
import { clusteredProportion } from './clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells } from './ratio-cells.ts'

/** The clustered proportion of units that all lie at one place: see `clusteredProportion`. */
export function clusteredShare(id: string, parts: readonly RatioPart[]): Figure {
  const cells = Object.fromEntries(
    ratioCells(id, parts).map(({ name, value }) => [name, { kind: 'exact' as const, value }]),
  )
  const release = { site: id, released: { estimator: id, version: 1, cells } }
  return clusteredProportion(id, mergeCells([release], Object.values(ratioCellNames(id))), id)
}
