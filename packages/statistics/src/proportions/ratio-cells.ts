import type { Cell } from '../frame/site-summary.ts'

/** What one unit (a record) adds to a ratio of sums. */
export interface RatioPart {
  patient: string
  numerator: number
  denominator: number
}

/** The parts of a clustered ratio that add up over sites; names are the endings of its cells. */
export const ratioParts = [
  'numerator',
  'denominator',
  'numerator-squared',
  'product',
  'denominator-squared',
  'patients',
] as const
export type RatioSums = Record<(typeof ratioParts)[number], number>

/** Names of a ratio's cells. */
export function ratioCellNames(name: string): Record<(typeof ratioParts)[number], string> {
  return Object.fromEntries(ratioParts.map((part) => [part, `${name}.${part}`])) as RatioSumsNames
}
type RatioSumsNames = Record<(typeof ratioParts)[number], string>

/**
 * Sums over patients that the ratio Σa / Σn and its variance clustered by patient need: Σa, Σn, Σa², Σan, Σn², and the
 * number of patients with n > 0. Records of one patient are summed first: they are one cluster.
 */
export function ratioCells(name: string, parts: readonly RatioPart[]): Cell[] {
  const clusters = clustersOf(parts)
  return ratioParts.map((part) => {
    const contributions = clusters.map((cluster) => contributionOf(part, cluster))
    return {
      name: `${name}.${part}`,
      value: contributions.reduce((sum, value) => sum + value, 0),
      patients: clusters.length,
      largest: [...contributions].sort((a, b) => b - a).slice(0, 2),
    }
  })
}

interface Cluster {
  numerator: number
  denominator: number
}

/** One cluster a patient with a denominator, in the order of the patients' names. */
function clustersOf(parts: readonly RatioPart[]): Cluster[] {
  const byPatient = Map.groupBy(parts, ({ patient }) => patient)
  return [...byPatient]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => ({
      numerator: own.reduce((sum, { numerator }) => sum + numerator, 0),
      denominator: own.reduce((sum, { denominator }) => sum + denominator, 0),
    }))
    .filter(({ denominator }) => denominator > 0)
}

function contributionOf(part: (typeof ratioParts)[number], { numerator, denominator }: Cluster): number {
  switch (part) {
    case 'numerator':
      return numerator
    case 'denominator':
      return denominator
    case 'numerator-squared':
      return numerator * numerator
    case 'product':
      return numerator * denominator
    case 'denominator-squared':
      return denominator * denominator
    case 'patients':
      return 1
  }
}
