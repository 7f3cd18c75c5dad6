import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import type { MergedCells } from '../frame/merge-cells.ts'
import oracle from './clustered-proportion.oracle.json' with { type: 'json' }
import { clusteredProportion } from './clustered-proportion.ts'
import { type RatioPart, type RatioSums, ratioCellNames, ratioCells, ratioFault } from './ratio-cells.ts'

type Estimated = Extract<Figure, { status: 'estimated' }>

function mergedOf(parts: readonly RatioPart[]): MergedCells {
  return new Map(ratioCells('f', parts).map(({ name, value }) => [name, { known: true, values: [value] }]))
}

function estimated(parts: readonly RatioPart[]): Estimated {
  const figure = clusteredProportion('f', mergedOf(parts), 'f')
  if (figure.status !== 'estimated') throw new Error(figure.status)
  return figure
}

function patients(found: readonly number[], all: readonly number[]): RatioPart[] {
  return found.map((numerator, index) => ({ patient: `p${index}`, numerator, denominator: all[index]! }))
}

function sumsOf(parts: readonly RatioPart[]): RatioSums {
  return Object.fromEntries(ratioCells('f', parts).map(({ name, value }) => [name.slice(2), value])) as RatioSums
}

const names = ['three', 'eight', 'rare'] as const

const sets = {
  three: patients(oracle.three.found, oracle.three.all),
  eight: patients(oracle.eight.found, oracle.eight.all),
  rare: patients(oracle.rare.found, oracle.rare.all),
}

describe('clusteredProportion', () => {
  // R 4.2.2, survey 4.1.1: svyciprop(method = "logit", df = K_eff − 1), by bench/oracles/clustered-proportion.R.
  it.each(names)('gives the logit interval of the R package survey: %s', (name) => {
    const { df, standardError, logit } = oracle[name]
    const { estimate, interval, reference, effectivePatients } = estimated(sets[name])
    if (reference.scale !== 'logit-t') throw new Error(reference.scale)
    expect(effectivePatients - 1).toBeCloseTo(df, 12)
    expect(reference.standardError * estimate * (1 - estimate)).toBeCloseTo(standardError, 9)
    expect(interval.lower).toBeCloseTo(logit[0]!, 8)
    expect(interval.upper).toBeCloseTo(logit[1]!, 8)
    expect(interval.method).toBe('linearised-logit-t')
  })

  // The same, svyciprop(method = "beta"), whose effective number of trials comes from the variance; df = K − 1.
  it.each(names)('gives the Korn–Graubard interval of the R package survey: %s', (name) => {
    const { estimate, reference, denominator, patients: clusters } = estimated(sets[name])
    if (reference.scale !== 'logit-t') throw new Error(reference.scale)
    const beta = {
      scale: 'beta' as const,
      proportion: estimate,
      effectiveTrials: 1 / (reference.standardError ** 2 * estimate * (1 - estimate)),
      trials: denominator!,
      degreesOfFreedom: clusters - 1,
    }
    expect(limitOf(beta, 'lower', 0.025)).toBeCloseTo(oracle[name].beta[0]!, 8)
    expect(limitOf(beta, 'upper', 0.025)).toBeCloseTo(oracle[name].beta[1]!, 8)
  })

  it('takes the records of a patient as one cluster', () => {
    // survey::svyratio(ratio, one), by the same script.
    const { patients: own, ratios, average, standardError } = oracle.records
    const records = ratios.map((numerator, index) => ({ patient: `p${own[index]}`, numerator, denominator: 1 }))
    const { estimate, reference, patients: clusters, denominator } = estimated(records)
    if (reference.scale !== 'logit-t') throw new Error(reference.scale)
    expect(estimate).toBeCloseTo(average, 14)
    expect(reference.standardError * estimate * (1 - estimate)).toBeCloseTo(standardError, 13)
    expect([clusters, denominator]).toEqual([5, 8])
  })

  it('at 100 % and at 0 %, takes every patient for one trial', () => {
    const all = estimated(patients([1000, 1000, 1000, 1000], [1000, 1000, 1000, 1000]))
    // K_eff = 4, corrected by (t₃₉₉₉ / t₃)² = (1.960553 / 3.182446)² to 1.518067 trials; 0.025^(1 / 1.518067) = 0.08802.
    expect(all.interval).toMatchObject({ upper: 1, method: 'korn-graubard' })
    expect(all.interval.lower).toBeCloseTo(0.08802, 4)
    const none = estimated(patients([0, 0, 0, 0], [1000, 1000, 1000, 1000]))
    expect(none.interval.lower).toBe(0)
    expect(none.interval.upper).toBeCloseTo(1 - all.interval.lower, 12)
  })

  it('does the same where all patients are alike', () => {
    const alike = estimated(patients([700, 350, 70], [1000, 500, 100]))
    expect(alike.reference.scale).toBe('beta')
    expect(alike.interval.lower).toBeLessThan(0.7)
    expect(alike.interval.upper).toBeGreaterThan(0.7)
  })

  it('keeps one missed beat in very many', () => {
    const one = estimated(patients([1e6 - 1, ...Array(99).fill(1e6)], Array(100).fill(1e6)))
    if (one.reference.scale !== 'logit-t') throw new Error(one.reference.scale)
    // By hand: q = 10⁻⁸, Σ(b − qn)² = 0.99² + 99 · 0.01² = 0.99, v = (100 / 99) · 0.99 / 10¹⁶ = q².
    expect(one.reference.standardError).toBeCloseTo(1, 6)
  })

  it('gives no figure on one patient, or on nothing', () => {
    expect(clusteredProportion('f', mergedOf(patients([5], [9])), 'f')).toEqual({
      id: 'f',
      status: 'undefined',
      reason: 'too-few-patients',
      patients: 1,
    })
    expect(clusteredProportion('f', mergedOf(patients([0], [0])), 'f')).toEqual({
      id: 'f',
      status: 'undefined',
      reason: 'empty-denominator',
      patients: 0,
    })
  })

  it('stays within bounds, finite, and around its estimate, whatever the patients', () => {
    const patient = fc.tuple(fc.nat(5000), fc.nat(5000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b, 1)] as const)
    fc.assert(
      fc.property(fc.array(patient, { minLength: 2, maxLength: 30 }), (list) => {
        const parts = patients(
          list.map(([found]) => found),
          list.map(([, all]) => all),
        )
        const figure = clusteredProportion('f', mergedOf(parts), 'f')
        if (figure.status !== 'estimated') return
        const { estimate, interval } = figure
        expect(interval.lower).toBeGreaterThanOrEqual(0)
        expect(interval.lower).toBeLessThanOrEqual(estimate + 1e-12)
        expect(interval.upper).toBeGreaterThanOrEqual(estimate - 1e-12)
        expect(interval.upper).toBeLessThanOrEqual(1)
        expect(ratioFault(sumsOf(parts))).toBeUndefined()
      }),
    )
  })
})

describe('ratioFault', () => {
  const sums = sumsOf(sets.eight)

  it.each([
    ['numerator', 1e6],
    ['denominator', 1],
    ['denominator-squared', 1],
    ['denominator-squared', 1e12],
    ['deviation-squared', 1e9],
    ['deviation-squared', -1],
    ['deviation-product', 1e9],
    ['deviation-product', -1e9],
    ['patients', 2.5],
    ['patients', 1e7],
  ] as const)('finds out a %s of %f', (part, value) => {
    expect(ratioFault({ ...sums, [part]: value })).toBeDefined()
    expect(ratioFault(sums)).toBeUndefined()
  })

  it('names cells by their ratio', () => {
    expect(ratioCellNames('f').patients).toBe('f.patients')
  })
})
