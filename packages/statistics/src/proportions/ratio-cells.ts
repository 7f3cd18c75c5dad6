import type { Cell } from '../frame/site-summary.ts'

/** What one unit (a record) adds to a ratio of sums. */
export interface RatioPart {
  patient: string
  numerator: number
  denominator: number
}

/**
 * The parts of a clustered ratio that add up over sites; names are the endings of its cells. Squares and products are of
 * the complement (denominator less numerator): near 100 %, where devices are, the variance between patients then loses no
 * digits to cancellation, and sums over sites equal sums over patients to the last few bits.
 */
const ratioParts = [
  'numerator',
  'denominator',
  'complement-squared',
  'complement-product',
  'denominator-squared',
  'patients',
] as const
export type RatioSums = Record<(typeof ratioParts)[number], number>

/** Names of a ratio's cells. */
export function ratioCellNames(name: string): RatioNames {
  return Object.fromEntries(ratioParts.map((part) => [part, `${name}.${part}`])) as RatioNames
}
type RatioNames = Record<(typeof ratioParts)[number], string>

/**
 * Sums over patients that the ratio Σa / Σn and its variance clustered by patient need: Σa, Σn, Σb², Σbn and Σn² with
 * b = n − a, and the number of patients with n > 0. Records of one patient are summed first: they are one cluster.
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
    case 'complement-squared':
      return (denominator - numerator) ** 2
    case 'complement-product':
      return (denominator - numerator) * denominator
    case 'denominator-squared':
      return denominator * denominator
    case 'patients':
      return 1
  }
}

/** Slack for sums of what is not whole. */
const slack = 1 + 1e-9

/**
 * What can't be in sums of 0 ≤ a ≤ n over patients, each with n ≥ 1; undefined where all can. A release that fails it was
 * not made by `ratioCells`.
 */
export function ratioFault(sums: RatioSums): string | undefined {
  const { numerator, denominator, patients } = sums
  const [bb, bn, nn] = [sums['complement-squared'], sums['complement-product'], sums['denominator-squared']]
  const complement = Math.max(0, denominator - numerator)
  if (!Number.isInteger(patients)) return 'patients are not whole'
  if (numerator > denominator * slack) return 'the numerator is above the denominator'
  if (patients > denominator * slack) return 'more patients than the denominator'
  if (nn * patients * slack < denominator ** 2 || nn > denominator ** 2 * slack)
    return 'squares that no denominators have'
  if (bb > bn * slack || bn > nn * slack) return 'complements above their denominators'
  if (bb * patients * slack + 1e-9 < complement ** 2 || bn ** 2 > bb * nn * slack)
    return 'squares that no complements have'
  return undefined
}
