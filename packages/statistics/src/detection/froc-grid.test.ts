import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { drawsOf } from '../random/philox.ts'
import { findOneRoundEstimator } from '../registry.ts'
import { sortScores } from './detection-scores.ts'
import { frocCurve, sensitivitiesAt, sevenRates } from './froc-curve.ts'

interface Scan {
  patient: string
  lesions: number
  found: number[]
  false: number[]
  failed?: boolean
}

const estimator = findOneRoundEstimator('froc-grid', 1)!
const tenths = { thresholds: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] }
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const
const released = (site: string, scans: readonly Scan[], parameters: object = tenths): SiteRelease => ({
  site,
  released: estimator.readReleased(release(estimator.summarise(scans, parameters), exact), parameters),
})
const figuresOf = (scans: readonly Scan[], parameters: object = tenths) =>
  estimator.estimate([released('all', scans, parameters)], parameters)

/** Scans of patients, one to three each, scores in twentieths so that many tie. */
function drawScans(patients: number, seed: number): Scan[] {
  const draws = drawsOf(seed, 1)
  const score = () => draws.below(20) / 20
  return Array.from({ length: patients }, (_, patient) =>
    Array.from({ length: 1 + draws.below(3) }, () => {
      const lesions = draws.below(4)
      return {
        patient: `p${patient}`,
        lesions,
        found: Array.from({ length: lesions }, score).filter(() => draws.uniform() < 0.8),
        false: Array.from({ length: draws.below(6) }, score).map((value) => value / 1.5),
      }
    }),
  ).flat()
}

/** The same scans with patients counted several times. */
function curveOf(scans: readonly Scan[], times: ReadonlyMap<string, number> = new Map()) {
  const matched = scans.map((one, index) => ({
    case: `${index}`,
    patient: one.patient,
    failed: false,
    ignored: 0,
    lesionScores: Float64Array.from({ length: one.lesions }, (_, i) => one.found[i] ?? -Infinity),
    lesionWeights: new Float64Array(one.lesions).fill(1 / one.lesions),
    falseScores: Float64Array.from(one.false),
  }))
  const scores = sortScores(matched)
  return frocCurve(
    scores,
    Int32Array.from(scores.patients, (patient) => times.get(patient) ?? 1000),
  )
}

describe('froc-grid', () => {
  it('is the curve of the scores where its thresholds are all there are', () => {
    const scans = drawScans(60, 3)
    const all = [...new Set(scans.flatMap(({ found, false: wrong }) => [...found, ...wrong]))].sort((a, b) => a - b)
    const thresholds = all.filter((_, i) => i > 0 && all.length - i <= 23)
    const kept = scans.map((one) => ({
      ...one,
      found: one.found.filter((score) => score >= thresholds[0]!),
      false: one.false.filter((score) => score >= thresholds[0]!),
    }))
    const expected = sensitivitiesAt(curveOf(kept), sevenRates)
    const found = figuresOf(kept, { thresholds })
    expected.forEach((value, i) => {
      expect(found[i]).toMatchObject({ status: 'estimated', estimate: expect.closeTo(value, 12) })
    })
    const mean = expected.reduce((sum, value) => sum + value, 0) / 7
    expect(found[7]).toMatchObject({ id: 'mean', estimate: expect.closeTo(mean, 12) })
  })

  it('has the variance of a jackknife by small weights', () => {
    const scans = drawScans(80, 4)
    const gridded = scans.map((one) => ({
      ...one,
      found: one.found.map((score) => Math.floor(10 * score + 1e-9) / 10),
      false: one.false.map((score) => Math.floor(10 * score + 1e-9) / 10),
    }))
    const mean = (times?: ReadonlyMap<string, number>) =>
      sensitivitiesAt(curveOf(gridded, times), sevenRates).reduce((sum, value) => sum + value, 0) / 7
    const patients = [...new Set(gridded.map(({ patient }) => patient))]
    const whole = mean()
    const influences = patients.map((patient) => 1000 * (mean(new Map([[patient, 1001]])) - whole))
    const variance = (patients.length / (patients.length - 1)) * influences.reduce((sum, one) => sum + one * one, 0)
    const found = figuresOf(gridded).find(({ id }) => id === 'mean')!
    if (found.status !== 'estimated' || found.reference.scale !== 'logit-t') throw new Error(found.status)
    const error = found.reference.standardError * found.estimate * (1 - found.estimate)
    expect(error / Math.sqrt(variance)).toBeCloseTo(1, 2)
  })

  it('is the same over 1 to 40 hospitals, in any order, to the bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 40 }), (seed, sites) => {
        const scans = drawScans(50, seed)
        const siteOf = ({ patient }: Scan) => Number(patient.slice(1)) % sites
        const parts = [...Map.groupBy(scans, siteOf)].map(([site, own]) => released(`s${site}`, own))
        expect(estimator.estimate(parts, tenths)).toEqual(estimator.estimate(parts.toReversed(), tenths))
        const merged = estimator.estimate(parts, tenths)
        figuresOf(scans).forEach((expected, i) => {
          const found = merged[i]!
          if (expected.status !== 'estimated' || found.status !== 'estimated') {
            expect(found.status).toBe(expected.status)
            return
          }
          expect(found.estimate).toBe(expected.estimate)
          expect(found.interval.lower).toBeCloseTo(expected.interval.lower, 12)
        })
      }),
      { numRuns: 30 },
    )
  })

  it('bounds what the thresholds hide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const scans = drawScans(30, seed)
        const truth = sensitivitiesAt(curveOf(scans), sevenRates)
        figuresOf(scans, { thresholds: [0.15, 0.42, 0.77] })
          .slice(0, 7)
          .forEach((one, i) => {
            if (one.status !== 'estimated') return
            expect(Math.abs(one.estimate - truth[i]!)).toBeLessThanOrEqual(one.gridError! + 1e-12)
          })
      }),
    )
  })

  it('counts a failed output as nothing found, and completion apart', () => {
    const scans = drawScans(10, 5)
    const failed = scans.map((one) => (one.patient === 'p3' ? { ...one, failed: true } : one))
    const silent = scans.map((one) => (one.patient === 'p3' ? { ...one, found: [], false: [] } : one))
    expect(figuresOf(failed).slice(0, 8)).toEqual(figuresOf(silent).slice(0, 8))
    expect(figuresOf(failed)[8]).toMatchObject({
      numerator: failed.filter((one) => !('failed' in one)).length,
      denominator: failed.length,
    })
  })

  it('says what is undefined or withheld, and refuses what can not be', () => {
    expect(figuresOf([{ patient: 'a', lesions: 0, found: [], false: [0.4] }])[0]).toMatchObject({
      status: 'undefined',
      reason: 'empty-denominator',
    })
    expect(figuresOf([{ patient: 'a', lesions: 2, found: [0.4], false: [] }])[0]).toMatchObject({
      status: 'undefined',
      reason: 'too-few-patients',
    })
    const given = released('x', drawScans(9, 6)).released
    const cells = { ...given.cells, 'false-0': { kind: 'suppressed' as const } }
    expect(estimator.estimate([{ site: 'x', released: { ...given, cells } }], tenths)[0]).toMatchObject({
      status: 'not-estimable',
      sites: ['x'],
    })
    expect(() => estimator.summarise([{ patient: 'a', lesions: 1, found: [1, 1], false: [] }], tenths)).toThrow()
    expect(() => estimator.readParameters({ thresholds: [0.2, 0.1] })).toThrow()
    const more = { ...given.cells, 'found-0': { kind: 'exact' as const, value: 1e6 } }
    expect(() => estimator.readReleased({ ...given, cells: more }, tenths)).toThrow(/found-0/)
  })
})
