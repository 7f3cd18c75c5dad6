import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { limitOf } from '../frame/limit.ts'
import { classifiedFigures } from './classified-figures.ts'
import { raoScottTest } from './rao-scott-test.ts'
import { type SampledCase, type SurveyMethod, surveyShare } from './survey-share.ts'

interface Peer
  extends Record<'patient' | 'weight' | 'found' | 'share' | 'logit' | 'beta' | 'groups' | 'pair', number[]> {
  stratum: string[]
  group: string[]
}

/** R 4.2.2, survey 4.1.1, by bench/oracles/survey-share.R. */
const peers: Record<'equal' | 'unequal', Peer> = JSON.parse(
  readFileSync(new URL('survey-share.oracle.json', import.meta.url), 'utf8'),
)

function casesOf({ patient, stratum, weight, found, group }: Peer) {
  return patient.map((one, i) => ({
    patient: `p${one}`,
    stratum: stratum[i]!,
    weight: weight[i]!,
    group: group[i]!,
    success: found[i] === 1,
  }))
}

function estimated(cases: readonly SampledCase[], method: SurveyMethod) {
  const found = surveyShare('f', cases, method)
  if (found.status !== 'estimated') throw new Error(found.status)
  return found
}

describe.each(Object.entries(peers))('a share of stratified clusters, %s', (name, peer) => {
  const cases = casesOf(peer)

  it('has survey’s standard error and interval on the logit', () => {
    const { estimate, reference, interval } = estimated(cases, 'logit')
    if (reference.scale !== 'logit-t') throw new Error(reference.scale)
    expect(estimate).toBeCloseTo(peer.share[0]!, 12)
    expect(reference.standardError * estimate * (1 - estimate)).toBeCloseTo(peer.share[1]!, 12)
    // survey takes its t by way of the normal distribution, to about 8 digits.
    expect(interval.lower).toBeCloseTo(peer.logit[0]!, 8)
    expect(interval.upper).toBeCloseTo(peer.logit[1]!, 8)
  })

  it('has survey’s interval by Korn and Graubard, where patients are alike in size', () => {
    const { interval } = estimated(cases, 'korn-graubard')
    if (name !== 'equal') return expect(interval.method).toBe('korn-graubard')
    expect(interval.lower).toBeCloseTo(peer.beta[0]!, 10)
    expect(interval.upper).toBeCloseTo(peer.beta[1]!, 10)
  })

  it('has survey’s tests of groups', () => {
    for (const [given, expected] of [
      [cases, peer.groups],
      [cases.filter(({ group }) => group !== 'z'), peer.pair],
    ] as const) {
      const found = raoScottTest(given)
      if (found.status !== 'estimated') throw new Error(found.reason)
      const [f, numerator, denominator, p] = expected as [number, number, number, number]
      expect(found.f / f).toBeCloseTo(1, 9)
      expect(found.degreesOfFreedom[0] / numerator).toBeCloseTo(1, 9)
      expect(found.degreesOfFreedom[1] / denominator).toBeCloseTo(1, 9)
      expect(found.p / p).toBeCloseTo(1, 8)
    }
  })
})

describe('a share of clusters', () => {
  const cases = casesOf(peers.equal).map(({ stratum: _, ...one }) => one)

  it('in one stratum is what the estimator classification gives', () => {
    const diseased = cases.map(({ patient, weight, success }) => ({ patient, weight, truth: true, call: success }))
    const [found, other] = [estimated(cases, 'logit'), classifiedFigures(diseased)[0]]
    if (other?.status !== 'estimated') throw new Error(other?.status)
    expect(found.interval.lower).toBeCloseTo(other.interval.lower, 12)
    expect(found.effectivePatients).toBeCloseTo(other.effectivePatients, 12)
  })

  it('by Rao and Scott is Wilson’s of as many cases as have the variance, with t', () => {
    const { reference, interval, estimate } = estimated(cases, 'rao-scott')
    const logit = estimated(cases, 'logit').reference
    if (reference.scale !== 'counts' || logit.scale !== 'logit-t') throw new Error(reference.scale)
    const error = logit.standardError * estimate * (1 - estimate)
    const n = (estimate * (1 - estimate)) / error ** 2
    // t of 10 degrees of freedom: 2.228139 (Fisher and Yates).
    const t = 2.2281388519649385
    const middle = (estimate + (t * t) / (2 * n)) / (1 + (t * t) / n)
    const reach = (t / (1 + (t * t) / n)) * Math.sqrt((estimate * (1 - estimate)) / n + (t * t) / (4 * n * n))
    expect(interval.lower).toBeCloseTo(middle - reach, 10)
    expect(interval.upper).toBeCloseTo(middle + reach, 10)
    expect(limitOf(reference, 'lower', 0.025)).toBe(interval.lower)
  })

  it('takes patients for what is sampled where nothing varies', () => {
    const all = cases.map((one) => ({ ...one, success: true }))
    expect(estimated(all, 'logit').interval.method).toBe('korn-graubard')
    expect(estimated(all, 'rao-scott').reference).toMatchObject({ counts: { successes: 11, trials: 11 } })
  })

  it('says why there is none, and refuses what can’t be', () => {
    const one = { patient: 'a', success: true }
    expect(surveyShare('f', [], 'logit')).toMatchObject({ reason: 'empty-denominator' })
    expect(surveyShare('f', [one, one], 'logit')).toMatchObject({ reason: 'too-few-patients' })
    const lonely = [...cases, { ...one, stratum: 'alone' }]
    expect(surveyShare('f', lonely, 'logit')).toMatchObject({ reason: 'too-few-patients' })
    expect(() => surveyShare('f', [one, { ...one, stratum: 'b' }], 'logit')).toThrow('two strata')
    expect(() => surveyShare('f', [{ ...one, weight: 0 }], 'logit')).toThrow('weight')
    expect(raoScottTest([{ ...one, group: 'x' }])).toMatchObject({ reason: 'too-few-groups' })
    const groups = ['x', 'y'].flatMap((group) => ['a', 'b'].map((patient) => ({ patient, group, success: true })))
    expect(raoScottTest(groups)).toMatchObject({ reason: 'no-variance' })
  })
})
