import { sumCell } from '../frame/patient-sums.ts'
import type { Cell } from '../frame/site-summary.ts'
import type { RatioPart } from './ratio-cells.ts'

/**
 * What two ratios over the same patients need beside their own cells: sums over patients with a denominator in both, of the
 * products of d = a − n Σa / Σn and n of the first ratio with those of the second.
 */
const jointParts = ['deviations', 'first-deviation', 'second-deviation', 'denominators'] as const
export type JointSums = Record<(typeof jointParts)[number], number>

/** Names of the cells of a pair of ratios. */
export function jointCellNames(name: string): Record<keyof JointSums, string> {
  return Object.fromEntries(jointParts.map((part) => [part, `${name}.${part}`])) as Record<keyof JointSums, string>
}

interface Patient {
  deviation: number
  denominator: number
}

/** The cells of a pair of ratios. */
export function jointCells(name: string, first: readonly RatioPart[], second: readonly RatioPart[]): Cell[] {
  const others = patientsOf(second)
  const shared = [...patientsOf(first)].flatMap(([patient, one]) => {
    const other = others.get(patient)
    return other ? [{ one, other }] : []
  })
  return jointParts.map((part) =>
    sumCell(
      `${name}.${part}`,
      shared.map(({ one, other }) => productOf(part, one, other)),
    ),
  )
}

function productOf(part: keyof JointSums, one: Patient, other: Patient): number {
  switch (part) {
    case 'deviations':
      return one.deviation * other.deviation
    case 'first-deviation':
      return one.deviation * other.denominator
    case 'second-deviation':
      return one.denominator * other.deviation
    case 'denominators':
      return one.denominator * other.denominator
  }
}

/** Patients with a denominator, in the order of their names. */
function patientsOf(parts: readonly RatioPart[]): Map<string, Patient> {
  const sum = (own: readonly RatioPart[], take: 'numerator' | 'denominator') =>
    own.reduce((total, part) => total + (part.weight ?? 1) * part[take], 0)
  const all = sum(parts, 'denominator')
  const ratio = all === 0 ? 0 : sum(parts, 'numerator') / all
  const byPatient = [...Map.groupBy(parts, ({ patient }) => patient)].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(
    byPatient
      .map(([patient, own]): [string, Patient] => {
        const denominator = sum(own, 'denominator')
        return [patient, { denominator, deviation: sum(own, 'numerator') - ratio * denominator }]
      })
      .filter(([, { denominator }]) => denominator > 0),
  )
}
