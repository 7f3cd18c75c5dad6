import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { drawsOf } from '../random/philox.ts'
import { findOneRoundEstimator } from '../registry.ts'
import { afrocArea, rankLocalisations } from './localisation-areas.ts'
import type { ScanScore } from './scan-score.ts'

const estimator = findOneRoundEstimator('afroc-grid', 1)!
const twelfths = { thresholds: Array.from({ length: 11 }, (_, i) => (i + 1) / 12) }
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const
const released = (site: string, scans: readonly ScanScore[], parameters: object): SiteRelease => ({
  site,
  released: estimator.readReleased(release(estimator.summarise(scans, parameters), exact), parameters),
})
const areaOf = (scans: readonly ScanScore[], parameters: object = twelfths) => {
  const [area] = estimator.estimate([released('all', scans, parameters)], parameters)
  if (area?.status !== 'estimated') throw new Error(`${area?.status}`)
  return area
}

/** One to three scans a patient, a third without lesions, scores in parts of so many. */
function drawScans(patients: number, seed: number, parts: number): ScanScore[] {
  const draws = drawsOf(seed, 1)
  const score = (most: number) => draws.below(Math.round(parts * most)) / parts
  return Array.from({ length: patients }, (_, patient) =>
    Array.from({ length: 1 + draws.below(3) }, (): ScanScore => {
      const lesions = draws.below(3)
      return {
        patient: `p${patient}`,
        lesions,
        failed: false,
        found: Array.from({ length: lesions }, () => score(1)).filter(() => draws.uniform() < 0.8),
        false: Array.from({ length: draws.below(4) }, () => score(0.7)),
      }
    }),
  ).flat()
}

/** The same from the scores themselves, pair by pair, with patients counted several times. */
function pairwise(scans: readonly ScanScore[], times = new Map<string, number>()): number {
  const ranked = rankLocalisations(
    scans.map(({ patient, lesions, found, false: wrong }, index) => ({
      case: `${index}`,
      patient,
      failed: false,
      ignored: 0,
      lesionScores: Float64Array.from({ length: lesions }, (_, i) => found[i] ?? -Infinity),
      lesionWeights: new Float64Array(lesions).fill(1 / lesions),
      falseScores: Float64Array.from(wrong),
    })),
  )
  const area = afrocArea(
    ranked,
    false,
    Int32Array.from(ranked.patients, (patient) => times.get(patient) ?? 1000),
  )
  if (area.status !== 'estimated') throw new Error(area.status)
  return area.estimate
}

describe('afroc-grid', () => {
  it('is the area of the scores where the thresholds are all there are', () => {
    const scans = drawScans(70, 3, 12)
    const area = areaOf(scans)
    expect(area.estimate).toBeCloseTo(pairwise(scans), 12)
    expect(area.measure).toBe('number')
  })

  it('has the area of the scores within its grid error, which is not nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
        const scans = drawScans(40, seed, 1000)
        const { estimate, gridError } = areaOf(scans, { thresholds: [0.2, 0.4, 0.6] })
        expect(Math.abs(estimate - pairwise(scans))).toBeLessThanOrEqual(gridError! + 1e-12)
        expect(gridError).toBeGreaterThan(0)
      }),
      { numRuns: 50, seed: 7 },
    )
  })

  it('has the variance of an infinitesimal jackknife over patients', () => {
    const scans = drawScans(80, 5, 12)
    const whole = pairwise(scans)
    const patients = [...new Set(scans.map(({ patient }) => patient))]
    const influences = patients.map((patient) => 1000 * (pairwise(scans, new Map([[patient, 1001]])) - whole))
    const variance = (patients.length / (patients.length - 1)) * influences.reduce((sum, one) => sum + one * one, 0)
    const { reference, estimate } = areaOf(scans)
    if (reference.scale !== 'logit-normal') throw new Error(reference.scale)
    expect(reference.standardError * estimate * (1 - estimate)).toBeCloseTo(Math.sqrt(variance), 3)
  })

  it('is the same to the bit however scans lie in hospitals', () => {
    const scans = drawScans(60, 8, 12)
    const one = areaOf(scans)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (sites) => {
        const parts = Map.groupBy(scans, ({ patient }) => `h${Number(patient.slice(1)) % sites}`)
        const all = [...parts].map(([site, own]) => released(site, own, twelfths))
        expect(estimator.estimate(all, twelfths)).toEqual([one])
      }),
      { numRuns: 10, seed: 7 },
    )
  })

  it('refuses counts that no marks give', () => {
    const { cells } = release(estimator.summarise(drawScans(20, 4, 12), twelfths), exact)
    const changed = (name: string, value: number) => ({
      estimator: 'afroc-grid',
      version: 1,
      cells: { ...cells, [name]: { kind: 'exact', value } },
    })
    expect(() => estimator.readReleased(changed('found-11', 0), twelfths)).toThrow()
    expect(() => estimator.readReleased(changed('marked-11', 10_000), twelfths)).toThrow()
    expect(() => estimator.readReleased(changed('lesions', -1), twelfths)).toThrow()
  })

  it('is undefined where either kind of scan is missing', () => {
    const scans = drawScans(30, 8, 12)
    const [area] = estimator.estimate(
      [
        released(
          'a',
          scans.filter(({ lesions }) => lesions > 0),
          twelfths,
        ),
      ],
      twelfths,
    )
    expect(area).toMatchObject({ status: 'undefined', reason: 'empty-class' })
  })
})
