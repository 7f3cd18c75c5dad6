import { sumCell } from '../frame/patient-sums.ts'
import type { Cell } from '../frame/site-summary.ts'
import { placementsOf } from './placements.ts'
import { countedScore, type ScoredCase } from './scored-case.ts'

/** Names of what a site tells of its own area. */
export const areaCellNames = {
  /** Pairs of a diseased and a healthy case in which the diseased one scores higher, ties half. */
  wins: 'area.wins',
  diseased: 'area.diseased',
  healthy: 'area.healthy',
  /** Patients with a diseased case, with a healthy one, with any. */
  diseasedPatients: 'area.diseased-patients',
  healthyPatients: 'area.healthy-patients',
  patients: 'area.patients',
  /**
   * Sums over patients of squared and multiplied deviations of their cases' placements from the area. Cases without a pair have
   * none.
   */
  diseasedSpread: 'area.diseased-spread',
  healthySpread: 'area.healthy-spread',
  product: 'area.deviation-product',
} as const
export type AreaSums = Record<keyof typeof areaCellNames, number>

/** What one patient adds. */
interface PatientPart {
  wins: number
  diseased: number
  healthy: number
  ofDiseased: number
  ofHealthy: number
}

/** The cells of a site's area and of its variance clustered by patient. Source: Obuchowski, *Biometrics* 53:567–578 (1997). */
export function siteAreaCells(cases: readonly ScoredCase[]): Cell[] {
  const parts = patientParts(cases)
  const cell = (name: keyof typeof areaCellNames, of: (part: PatientPart) => number) =>
    sumCell(areaCellNames[name], parts.map(of))
  const isIn = (count: number) => (count > 0 ? 1 : 0)
  return [
    cell('wins', ({ wins }) => wins),
    cell('diseased', ({ diseased }) => diseased),
    cell('healthy', ({ healthy }) => healthy),
    cell('diseasedPatients', ({ diseased }) => isIn(diseased)),
    cell('healthyPatients', ({ healthy }) => isIn(healthy)),
    cell('patients', () => 1),
    cell('diseasedSpread', ({ ofDiseased }) => ofDiseased ** 2),
    cell('healthySpread', ({ ofHealthy }) => ofHealthy ** 2),
    cell('product', ({ ofDiseased, ofHealthy }) => ofDiseased * ofHealthy),
  ]
}

function patientParts(cases: readonly ScoredCase[]): PatientPart[] {
  const [diseased, healthy] = [cases.filter(({ truth }) => truth), cases.filter(({ truth }) => !truth)]
  const hasPairs = diseased.length > 0 && healthy.length > 0
  const found = hasPairs
    ? placementsOf({
        diseased: Float64Array.from(diseased, countedScore),
        healthy: Float64Array.from(healthy, countedScore),
      })
    : undefined
  const area = found ? found.diseased.reduce((sum, value) => sum + value, 0) / diseased.length : 0
  const parts = new Map<string, PatientPart>()
  const partOf = ({ patient }: ScoredCase) => {
    const part = parts.get(patient) ?? { wins: 0, diseased: 0, healthy: 0, ofDiseased: 0, ofHealthy: 0 }
    parts.set(patient, part)
    return part
  }
  diseased.forEach((one, index) => {
    const part = partOf(one)
    part.diseased += 1
    part.wins += Math.round(2 * (found?.diseased[index] ?? 0) * healthy.length) / 2
    part.ofDiseased += found ? found.diseased[index]! - area : 0
  })
  healthy.forEach((one, index) => {
    const part = partOf(one)
    part.healthy += 1
    part.ofHealthy += found ? found.healthy[index]! - area : 0
  })
  return [...parts.values()]
}

/**
 * A site's area and its variance (DeLong's where each patient has one case, else Obuchowski's); undefined without a pair. The variance is
 * null with one patient in a class.
 */
export function siteAreaOf(sums: AreaSums): { area: number; variance: number | null } | undefined {
  const { wins, diseased, healthy, diseasedPatients, healthyPatients, patients } = sums
  if (diseased === 0 || healthy === 0) return undefined
  const area = wins / (diseased * healthy)
  if (diseasedPatients < 2 || healthyPatients < 2) return { area, variance: null }
  const scaled = (count: number, sum: number) => (count / (count - 1)) * sum
  const variance =
    scaled(diseasedPatients, sums.diseasedSpread) / diseased ** 2 +
    scaled(healthyPatients, sums.healthySpread) / healthy ** 2 +
    (2 * scaled(patients, sums.product)) / (diseased * healthy)
  return { area, variance: Math.max(0, variance) }
}
