import type { Cell } from '../frame/site-summary.ts'

/** What one unit (a record) adds to a ratio of sums. */
export interface RatioPart {
  patient: string
  /** From 0 to the denominator. */
  numerator: number
  /** 0, or at least 1. */
  denominator: number
  /** Design weight, at least 1, which both are multiplied by; 1 where it is not given. */
  weight?: number
}

/**
 * What a site tells of a clustered ratio; names are the endings of its cells. Deviations are a − pn, with p the site's own
 * ratio: so nothing that cancels is ever squared or added, and merged sites give a pooled variance to its last digits.
 */
const ratioParts = [
  'numerator',
  'denominator',
  'deviation-squared',
  'deviation-product',
  'denominator-squared',
  'patients',
] as const
export type RatioSums = Record<(typeof ratioParts)[number], number>
type RatioNames = Record<(typeof ratioParts)[number], string>

/** Names of a ratio's cells. */
export function ratioCellNames(name: string): RatioNames {
  return Object.fromEntries(ratioParts.map((part) => [part, `${name}.${part}`])) as RatioNames
}

/**
 * Sums over patients that the ratio Σa / Σn and its variance clustered by patient need: Σa, Σn, Σd², Σdn and Σn² with
 * d = a − n Σa / Σn, and the number of patients with n > 0. Records of one patient are summed first: they are one cluster.
 */
export function ratioCells(name: string, parts: readonly RatioPart[]): Cell[] {
  const clusters = clustersOf(parts)
  const sum = (take: (cluster: Cluster) => number) => clusters.reduce((total, cluster) => total + take(cluster), 0)
  const site = { numerator: sum(({ numerator }) => numerator), denominator: sum(({ denominator }) => denominator) }
  return ratioParts.map((part) => {
    const contributions = clusters.map((cluster) => contributionOf(part, cluster, site))
    return {
      name: `${name}.${part}`,
      value: contributions.reduce((total, value) => total + value, 0),
      patients: clusters.length,
      largest: contributions
        .map(Math.abs)
        .sort((a, b) => b - a)
        .slice(0, 2),
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
      numerator: own.reduce((sum, { numerator, weight = 1 }) => sum + weight * numerator, 0),
      denominator: own.reduce((sum, { denominator, weight = 1 }) => sum + weight * denominator, 0),
    }))
    .filter(({ denominator }) => denominator > 0)
}

function contributionOf(part: (typeof ratioParts)[number], cluster: Cluster, site: Cluster): number {
  const { numerator, denominator } = cluster
  switch (part) {
    case 'numerator':
      return numerator
    case 'denominator':
      return denominator
    case 'deviation-squared':
      return (denominator * shareDifference(cluster, site)) ** 2
    case 'deviation-product':
      return denominator * denominator * shareDifference(cluster, site)
    case 'denominator-squared':
      return denominator * denominator
    case 'patients':
      return 1
  }
}

/** Difference of two ratios, from the smaller of numerators and complements: near 1 it loses no digits. */
export function shareDifference(one: Cluster, other: Cluster): number {
  const missed = ({ numerator, denominator }: Cluster) => (denominator - numerator) / denominator
  if (2 * other.numerator > other.denominator) return missed(other) - missed(one)
  return one.numerator / one.denominator - other.numerator / other.denominator
}

/** Slack for sums of what is not whole. */
const slack = 1 + 1e-9

/**
 * What can't be in the cells of a ratio over patients with 0 ≤ a ≤ n and n ≥ 1; undefined where all can. A release that
 * fails it was not made by `ratioCells`.
 */
export function ratioFault(sums: RatioSums): string | undefined {
  const { numerator, denominator, patients } = sums
  const [dd, dn, nn] = [sums['deviation-squared'], sums['deviation-product'], sums['denominator-squared']]
  if (!Number.isInteger(patients)) return 'patients are not whole'
  if (Math.min(numerator, denominator, patients, dd, nn) < 0) return 'below zero'
  if (numerator > denominator * slack) return 'the numerator is above the denominator'
  if (patients > denominator * slack) return 'more patients than the denominator'
  if (nn * patients * slack < denominator ** 2 || nn > denominator ** 2 * slack)
    return 'squares that no denominators have'
  const furthest = denominator === 0 ? 0 : Math.max(numerator, denominator - numerator) / denominator
  if (dd > nn * furthest ** 2 * slack || dn ** 2 > dd * nn * slack) return 'deviations that no patients have'
  return undefined
}
