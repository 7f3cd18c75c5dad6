import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blandAltman } from '../agreement/bland-altman.ts'
import {
  agreementLimitsPower,
  agreementLimitsSize,
  areaDifferencePower,
  areaDifferenceSize,
  areaPower,
  areaSize,
  calibrationPower,
  calibrationSize,
  frocPower,
  groupsPower,
  groupsSize,
  intraclassPower,
  intraclassSize,
  kappaPower,
  kappaSize,
  leastSize,
  meanPower,
  meanSize,
  pairedPower,
  pairedSize,
  readerCases,
  readerPower,
  sharePower,
  shareSize,
  simulateAgreementLimits,
  simulateArea,
  simulateAreaDifference,
  simulateCalibration,
  simulateFroc,
  simulateGroups,
  simulateIntraclass,
  simulateKappa,
  simulateMean,
  simulatePaired,
  simulateReaders,
  simulateShare,
} from './index.ts'
import { limitReach } from './plan-agreement.ts'

const target = { alpha: 0.025, power: 0.9 }
const alone = { casesAPatient: 1, correlation: 0 }
const simulation = { runs: 4000, seed: 5 }

/** A formula may be off by this much beside what a simulation shows, and by chance. */
const near = (simulated: { power: number; standardError: number }, power: number, off: number) =>
  expect(Math.abs(simulated.power - power)).toBeLessThan(off + 4 * simulated.standardError)

describe('a share', () => {
  it('has the exact power of Clopper and Pearson’s limit', () => {
    const plan = { ...target, ...alone, expected: 0.9, bound: 0.8, method: 'clopper-pearson' as const }
    // R: sum(dbinom(k, 100, 0.9)[sapply(0:100, function(k) binom.test(k, 100, 0.8, "greater")$p.value) < 0.025])
    expect(sharePower(plan, 100).power).toBeCloseTo(0.7030331, 6)
    const size = shareSize(plan)!
    for (const more of [0, 1, 2, 5, 10, 30]) expect(sharePower(plan, size + more).power).toBeGreaterThanOrEqual(0.9)
    expect(sharePower(plan, size - 1).power).toBeLessThan(0.9)
    near(simulateShare(plan, 137, simulation), sharePower(plan, 137).power, 0)
  })

  it('counts a clustered sample for less, and shares below a bound the other way round', () => {
    const plan = { ...target, ...alone, expected: 0.9, bound: 0.8, method: 'wilson' as const }
    const clustered = { ...plan, casesAPatient: 3, correlation: 0.5 }
    expect(shareSize(clustered)! / shareSize(plan)!).toBeCloseTo(2, 1)
    const below = { ...plan, expected: 0.1, bound: 0.2 }
    expect(sharePower(below, 150).power).toBeCloseTo(sharePower(plan, 150).power, 12)
    expect(shareSize({ ...plan, bound: 0.9 })).toBeUndefined()
  })
})

describe('each formula, beside its simulation', () => {
  it('paired shares', () => {
    for (const [first, second, discordance, margin] of [
      [0.9, 0.9, 0.1, 0.05],
      [0.92, 0.85, 0.15, 0],
      [0.8, 0.82, 0.3, 0.1],
    ] as const) {
      const plan = { ...target, ...alone, first, second, discordance, margin }
      const size = pairedSize(plan)!
      expect(pairedPower(plan, size).power).toBeGreaterThanOrEqual(0.9)
      expect(pairedPower(plan, size - 1).power).toBeLessThan(0.9)
      near(simulatePaired(plan, size, simulation), 0.9, 0.02)
    }
  })

  it('areas', () => {
    for (const [expected, bound, prevalence] of [
      [0.85, 0.75, 0.5],
      [0.9, 0.85, 0.3],
    ] as const) {
      const plan = { ...target, ...alone, expected, bound, prevalence }
      const size = areaSize(plan)!
      expect(areaPower(plan, size).power).toBeGreaterThanOrEqual(0.9)
      near(simulateArea(plan, size, { runs: 1500, seed: 6 }), areaPower(plan, size).power, 0.04)
    }
  })

  it('differences of areas', () => {
    const plan = { ...target, ...alone, first: 0.9, second: 0.85, areaCorrelation: 0.5, margin: 0, prevalence: 0.4 }
    const size = areaDifferenceSize(plan)!
    near(simulateAreaDifference(plan, size, { runs: 800, seed: 7 }), areaDifferencePower(plan, size).power, 0.05)
    expect(areaDifferenceSize({ ...plan, margin: 0.05 })!).toBeLessThan(size)
  })

  it('means', () => {
    const plan = { ...target, ...alone, expected: 0.85, bound: 0.8, deviation: 0.12 }
    // R: power.t.test(delta = 0.05, sd = 0.12, power = 0.9, type = "one.sample", alternative = "one.sided", sig.level = 0.025)
    expect(meanSize(plan)).toBe(63)
    near(simulateMean(plan, 63, simulation), meanPower(plan, 63).power, 0)
  })

  it('reader studies', () => {
    // Van Dyke’s components, by RJafroc and MRMCaov.
    const pilot = {
      variance: 0.0008022883,
      cov1: 0.0003466137,
      cov2: 0.0003440748,
      cov3: 0.0002390284,
      interaction: 0.0002004025,
      cases: 114,
    }
    const plan = { ...target, pilot, difference: 0.05, margin: 0, design: 'crossed' as const, blocks: 1 }
    for (const [readers, cases] of [
      [5, 114],
      [8, 200],
      [4, 400],
    ] as const)
      near(simulateReaders(plan, readers, cases, simulation), readerPower(plan, readers, cases).power, 0.03)
    // RJafroc’s own tests: SsPowerGivenJK of these data, two-sided F at 5 %, whose other tail is next to nothing.
    const published = { ...plan, difference: 0.043800322 }
    expect(readerPower(published, 6, 111).power).toBeCloseTo(0.5526116, 4)
    expect(readerPower(published, 10, 165).power).toBeCloseTo(0.80541995, 5)
    // Two blocks of four readers with 200 cases each have less power than eight with 400, and more than with 200.
    const split = { ...plan, design: 'blocks' as const, blocks: 2 }
    near(simulateReaders(split, 8, 200, simulation), readerPower(split, 8, 200).power, 0.03)
    expect(readerPower(split, 8, 200).power).toBeGreaterThan(readerPower(plan, 8, 200).power)
    const nested = { ...plan, design: 'cases-in-readers' as const }
    near(simulateReaders(nested, 6, 100, simulation), readerPower(nested, 6, 100).power, 0.03)
    const cases = readerCases(plan, 10)!
    expect(readerPower(plan, 10, cases).power).toBeGreaterThanOrEqual(0.9)
    expect(readerPower(plan, 10, cases - 1).power).toBeLessThan(0.9)
    // Two readers differ too much among themselves for any number of cases.
    expect(readerCases({ ...plan, difference: 0.01 }, 2)).toBeUndefined()
    // Readers of each modality: what readers differ by is in the error, which no number of cases brings down.
    const own = { ...plan, pilot: { ...pilot, reader: 0.0015349993 }, design: 'readers-in-modalities' as const }
    near(simulateReaders(own, 12, 200, simulation), readerPower(own, 12, 200).power, 0.03)
    expect(readerPower(own, 8, 200).power).toBeLessThan(readerPower(plan, 8, 200).power)
    const [error, many] = [0.0015349993 + 0.0002004025, 2 ** 30]
    expect(readerPower(own, 8, many).halfWidth).toBeCloseTo(2.144786688 * Math.sqrt((2 * error) / 8), 7)
    // What modalities do not share costs power.
    expect(readerPower({ ...plan, design: 'cases-in-modalities' }, 8, 200).power).toBeLessThan(
      readerPower(plan, 8, 200).power,
    )
  })
})

describe('agreement, calibration, groups and FROC', () => {
  it('limits of agreement: MedCalc’s worked example of the method of Lu and others (2016)', () => {
    // Mean 0.001167, standard deviation 0.001129, largest difference 0.004, α 5 % two-sided, power 80 %: 83 subjects.
    const plan = { alpha: 0.025, power: 0.8, expected: 0.001167, deviation: 0.001129, bound: 0.004 }
    expect(Math.abs(agreementLimitsSize({ ...plan, interval: 'approximate' })! - 83)).toBeLessThanOrEqual(1)
    const exact = { ...plan, interval: 'exact' as const }
    const size = agreementLimitsSize(exact)!
    near(simulateAgreementLimits(exact, size, { runs: 1000, seed: 3 }), agreementLimitsPower(exact, size).power, 0)
    // The limits are those of the endpoint itself.
    const own = blandAltman(Float64Array.of(1, 2, 4, 3, 6, 5), new Float64Array(6), { level: 0.95 })
    expect(own.status === 'estimated' && (own.upperLimit.upper - own.bias.estimate) / own.deviation).toBeCloseTo(
      limitReach(exact, 6),
      10,
    )
    expect(agreementLimitsSize({ ...exact, bound: 0.003 })).toBeUndefined()
  })

  it('intraclass correlation: Walter, Eliasziw and Donner (1998), table II', () => {
    // Two ratings, 0.6 against 0.8, α 5 %, power 80 %: 39 subjects.
    const plan = { alpha: 0.05, power: 0.8, expected: 0.8, bound: 0.6, raters: 2 }
    expect(Math.abs(intraclassSize(plan)! - 39)).toBeLessThanOrEqual(1)
    near(simulateIntraclass(plan, 39, { runs: 2000, seed: 4 }), intraclassPower(plan, 39).power, 0)
  })

  it('kappa, plain and weighted', () => {
    for (const weights of ['identity', 'quadratic'] as const) {
      const plan = { ...target, expected: 0.8, bound: 0.65, shares: [0.5, 0.3, 0.2], weights }
      const size = kappaSize(plan)!
      near(simulateKappa(plan, size, { runs: 2000, seed: 5 }), kappaPower(plan, size).power, 0.04)
    }
  })

  it('two groups', () => {
    for (const [first, second, margin] of [
      [0.9, 0.9, 0.1],
      [0.85, 0.7, 0],
    ] as const) {
      const plan = { ...target, ...alone, first, second, margin }
      const size = groupsSize(plan)!
      near(simulateGroups(plan, size, { runs: 500, seed: 6 }), groupsPower(plan, size).power, 0.02)
    }
  })

  it('observed over expected', () => {
    const plan = { ...target, prevalence: 0.2, deviation: 0.1, bound: 1.25 }
    const size = calibrationSize(plan)!
    near(simulateCalibration(plan, size, { runs: 1000, seed: 7 }), calibrationPower(plan, size).power, 0.03)
  })

  it('FROC, by simulation', () => {
    const plan = {
      alpha: 0.025,
      power: 0.8,
      expected: 0.8,
      bound: 0.72,
      rates: [0.25, 0.5, 1, 2],
      lesions: 1.5,
      falseMarks: 3,
      correlation: 0.2,
    }
    const power = frocPower(plan, 8)
    const size = leastSize((scans) => power(scans).power, 0.8, 10)!
    near(simulateFroc(plan, size, { runs: 150, seed: 9 }), power(size).power, 0.05)
  })

  it('clustered pairs and means, with the tests for clusters', () => {
    const clusters = { casesAPatient: 3, correlation: 0.4 }
    const pairs = { ...target, ...clusters, first: 0.9, second: 0.9, discordance: 0.1, margin: 0.06 }
    const size = pairedSize(pairs)!
    near(simulatePaired(pairs, size, { runs: 600, seed: 10 }), pairedPower(pairs, size).power, 0.04)
    const mean = { ...target, ...clusters, expected: 0.85, bound: 0.8, deviation: 0.12 }
    near(simulateMean(mean, meanSize(mean)!, { runs: 1500, seed: 11 }), 0.9, 0.02)
  })
})

describe('any plan', () => {
  it('gains power with cases, and narrower intervals', () => {
    const share = fc.double({ min: 0.55, max: 0.97, noNaN: true })
    fc.assert(
      fc.property(share, share, fc.integer({ min: 50, max: 400 }), (one, other, size) => {
        fc.pre(Math.abs(one - other) > 0.02)
        const [bound, expected] = [Math.min(one, other), Math.max(one, other)]
        const area = { ...target, ...alone, expected, bound, prevalence: 0.4 }
        expect(areaPower(area, 2 * size).power).toBeGreaterThanOrEqual(areaPower(area, size).power)
        expect(areaPower(area, 2 * size).halfWidth).toBeLessThan(areaPower(area, size).halfWidth)
        const mean = { ...target, ...alone, expected, bound, deviation: 0.2 }
        expect(meanPower(mean, 2 * size).power).toBeGreaterThanOrEqual(meanPower(mean, size).power - 1e-12)
      }),
      { numRuns: 50 },
    )
  })
})
