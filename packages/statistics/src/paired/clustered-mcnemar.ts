import { chiSquareTail } from '../distributions/chi-square.ts'
import type { PairedUnit } from './difference-cells.ts'

/** Test that two shares of the same units are equal, units clustered in patients; chi-square on one degree of freedom. */
export interface ClusteredMcNemar {
  variant: 'obuchowski' | 'durkalski'
  statistic: number
  /** Two-sided. */
  p: number
  patients: number
}

/**
 * McNemar's test of units that cluster in patients. `obuchowski`: the difference of the shares over its standard error between
 * patients under equality, (K − 1) / K · (Σδ)² / Σδ², δ a patient's difference (*Stat. Med.* 17:1495–1507, 1998).
 * `durkalski`: the same sums of δ / n, n the patient's units, so that all patients count alike (Durkalski, Palesch, Lipsitz,
 * Rust, *Stat. Med.* 22:2417–2428, 2003). Where no patient has a difference nothing speaks against equality: p = 1.
 */
export function clusteredMcNemar(units: readonly PairedUnit[], variant: ClusteredMcNemar['variant']): ClusteredMcNemar {
  const differences = [...Map.groupBy(units, ({ patient }) => patient).values()].map((own) => {
    const difference = own.reduce((sum, { first, second }) => sum + first - second, 0)
    return variant === 'durkalski' ? difference / own.length : difference
  })
  const patients = differences.length
  const total = differences.reduce((sum, difference) => sum + difference, 0)
  const squares = differences.reduce((sum, difference) => sum + difference * difference, 0)
  if (squares === 0) return { variant, statistic: 0, p: 1, patients }
  const correction = variant === 'obuchowski' ? (patients - 1) / patients : 1
  const statistic = (correction * total * total) / squares
  return { variant, statistic, p: chiSquareTail(statistic, 1), patients }
}
