import { sumCell } from '../frame/patient-sums.ts'
import type { Cell } from '../frame/site-summary.ts'
import { type RatioPart, ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'

/** A unit (a case) that two tests were tried on, 1 where a test is right. */
export interface PairedUnit {
  /** Units of one patient are one cluster. */
  readonly patient: string
  readonly first: 0 | 1
  readonly second: 0 | 1
  /** Design weight, at least 1; 1 where it is not given. */
  readonly weight?: number | undefined
}

/** What a difference needs beside the cells of both shares; names are the endings of its cells. */
const differenceParts = ['deviation-squared', 'deviation-product', 'discordant'] as const
type DifferenceSums = Record<(typeof differenceParts)[number], number>

/** Names of the cells that a difference of two shares is made from, its own and those of the shares. */
export function differenceCellNames(name: string) {
  const own = Object.fromEntries(differenceParts.map((part) => [part, `${name}.difference.${part}`]))
  return {
    first: ratioCellNames(`${name}.first`),
    second: ratioCellNames(`${name}.second`),
    difference: own as Record<keyof DifferenceSums, string>,
  }
}

/** All of them. */
export function differenceCellList(name: string): string[] {
  return Object.values(differenceCellNames(name)).flatMap((names) => Object.values(names))
}

/**
 * Cells of two shares of the same units and of their difference: Σd², Σdn over patients, d = δ − n Σδ / Σn, δ a patient's
 * difference and n its units, and how many units only one test is right about.
 */
export function differenceCells(name: string, units: readonly PairedUnit[]): Cell[] {
  const part = (test: 'first' | 'second'): RatioPart[] =>
    units.map(({ patient, weight = 1, ...unit }) => ({ patient, numerator: unit[test], denominator: 1, weight }))
  const patients = patientsOf(units)
  const sum = (take: (patient: Patient) => number) => patients.reduce((total, patient) => total + take(patient), 0)
  const counted = sum(({ units: own }) => own)
  const mean = counted === 0 ? 0 : sum(({ difference }) => difference) / counted
  const contribution = (which: keyof DifferenceSums, { difference, units: own, discordant }: Patient): number => {
    if (which === 'discordant') return discordant
    const deviation = difference - mean * own
    return deviation * (which === 'deviation-squared' ? deviation : own)
  }
  return [
    ...ratioCells(`${name}.first`, part('first')),
    ...ratioCells(`${name}.second`, part('second')),
    ...differenceParts.map((which) =>
      sumCell(
        `${name}.difference.${which}`,
        patients.map((patient) => contribution(which, patient)),
      ),
    ),
  ]
}

interface Patient {
  units: number
  difference: number
  discordant: number
}

/** In the order of the patients' names. */
function patientsOf(units: readonly PairedUnit[]): Patient[] {
  return [...Map.groupBy(units, ({ patient }) => patient)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => {
      const sum = (take: (unit: PairedUnit) => number) =>
        own.reduce((total, unit) => total + (unit.weight ?? 1) * take(unit), 0)
      return {
        units: sum(() => 1),
        difference: sum(({ first, second }) => first - second),
        discordant: sum(({ first, second }) => Math.abs(first - second)),
      }
    })
}
