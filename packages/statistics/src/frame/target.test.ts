import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { drawsOf } from '../random/philox.ts'
import { type EstimatedFigure, type Figure, figure, type Measure } from './figure.ts'
import { limit } from './limit.ts'
import { mergeCells } from './merge-cells.ts'
import type { Reference } from './reference.ts'
import type { SiteRelease } from './site-summary.ts'
import { likeThese, type SiteFigure } from './target.ts'

/** R 4.2.2, metafor 3.8.1, by bench/oracles/target.R. */
const peer = JSON.parse(readFileSync(new URL('target.oracle.json', import.meta.url), 'utf8')) as {
  found: number[]
  all: number[]
  estimate: number
  interval: [number, number]
  prediction: [number, number]
  q: number
  tauSquared: number
  iSquared: number
}

function site(name: string, reference: Reference, estimate: number, patients = 50, measure?: Measure): SiteFigure {
  const interval = { level: 0.95, lower: 0, upper: 1, method: 'm' }
  const given: EstimatedFigure = {
    id: 'f',
    status: 'estimated',
    estimate,
    interval,
    reference,
    patients,
    effectivePatients: patients,
    ...(measure ? { measure } : {}),
  }
  return { site: name, figure: given }
}

function share(name: string, found: number, all: number): SiteFigure {
  const p = found / all
  if (found === all)
    return site(name, { scale: 'beta', proportion: 1, effectiveTrials: all, trials: all, degreesOfFreedom: all - 1 }, 1)
  const [location, standardError] = [Math.log(p / (1 - p)), 1 / Math.sqrt(all * p * (1 - p))]
  return site(name, { scale: 'logit-t', location, standardError, degreesOfFreedom: all - 1 }, p)
}

const eight = peer.found.map((found, index) => share(`s${index}`, found, peer.all[index]!))

function estimated(sites: readonly SiteFigure[], leastPatients?: number): EstimatedFigure {
  const found = likeThese(sites, leastPatients)
  if (found.status !== 'estimated') throw new Error(`${found.status} ${found.reason}`)
  expect(figure.parse(found)).toEqual(found)
  return found
}

describe('likeThese', () => {
  it('gives what metafor gives, on the scale of shares', () => {
    const { estimate, interval, prediction, heterogeneity, patients } = estimated(eight)
    expect(estimate).toBeCloseTo(peer.estimate, 7)
    expect([interval.lower, interval.upper]).toEqual(peer.interval.map((end) => expect.closeTo(end, 7)))
    expect([prediction!.lower, prediction!.upper]).toEqual(peer.prediction.map((end) => expect.closeTo(end, 7)))
    expect(heterogeneity!.q).toBeCloseTo(peer.q, 7)
    expect(heterogeneity!.tauSquared).toBeCloseTo(peer.tauSquared, 6)
    expect(heterogeneity!.iSquared).toBeCloseTo(peer.iSquared, 7)
    expect(heterogeneity!.sites).toBe(8)
    expect(patients).toBe(400)
  })

  it('gives the same bits in any order of sites', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(eight, { minLength: 8 }), (shuffled) => {
        expect(likeThese(shuffled)).toEqual(likeThese(eight))
      }),
      { numRuns: 20 },
    )
  })

  it('has one-sided limits of the same distribution as its interval', () => {
    const found = estimated(eight)
    expect(limit(found, 'lower', 0.025)).toBe(found.interval.lower)
    expect(limit(found, 'lower', 0.1)).toBeGreaterThan(found.interval.lower)
  })

  it('pools ratios on the logarithm, differences and numbers as they are', () => {
    const spread = [0.1, 0.3, 0.2, 0.4, 0.15]
    const on = (reference: (location: number) => Reference, back: (x: number) => number, measure: Measure) =>
      estimated(spread.map((x, index) => site(`s${index}`, reference(x), back(x), 50, measure)))
    const identity = (location: number): Reference => ({ scale: 'normal', location, standardError: 0.1 })
    const difference = on(identity, (x) => x, 'difference')
    const ratio = on((location) => ({ scale: 'log-normal', location, standardError: 0.1 }), Math.exp, 'ratio')
    expect(difference).toMatchObject({ measure: 'difference', reference: { scale: 't', within: [-1, 1] } })
    expect(ratio).toMatchObject({ measure: 'ratio', reference: { scale: 'log-t' } })
    expect(ratio.estimate).toBeCloseTo(Math.exp(difference.estimate), 12)
    expect(ratio.interval.lower).toBeCloseTo(Math.exp(difference.interval.lower), 12)
    expect(ratio.prediction!.upper).toBeCloseTo(Math.exp(difference.prediction!.upper), 12)
    expect(on(identity, (x) => x, 'number').estimate).toBeCloseTo(difference.estimate, 12)
  })

  it('says nothing of hospitals like these on few of them, or on small ones', () => {
    expect(likeThese(eight.slice(0, 4))).toEqual({
      id: 'f',
      status: 'undefined',
      reason: 'too-few-sites',
      patients: 200,
    })
    expect(likeThese(eight, 51)).toMatchObject({ status: 'undefined', reason: 'small-sites' })
    const none: Figure = { id: 'f', status: 'undefined', reason: 'empty-denominator', patients: 0 }
    expect(likeThese([...eight, { site: 'z', figure: none }])).toMatchObject({ reason: 'small-sites', patients: 400 })
    const flat = eight.map(({ site: name }) => site(name, { scale: 'normal', location: 0.5, standardError: 0 }, 0.5))
    expect(likeThese(flat)).toMatchObject({ reason: 'no-variance' })
  })

  it('says whose part is missing', () => {
    const hidden: Figure = { id: 'f', status: 'not-estimable', reason: 'suppressed', sites: ['s9'] }
    expect(likeThese([{ site: 's9', figure: hidden }, ...eight])).toEqual(hidden)
  })
})

describe('the interval about these hospitals, where hospitals like these were meant', () => {
  /** Twelve hospitals of sixty patients whose sensitivities differ by 0.6 on the logit around 90 %. */
  function run(seed: number): { these: boolean; likeThem: boolean } {
    const draws = drawsOf(seed, 7)
    const releases = Array.from({ length: 12 }, (_, index): SiteRelease => {
      const share = 1 / (1 + Math.exp(-(Math.log(9) + 0.6 * draws.normal())))
      const parts = Array.from({ length: 60 }, (_, patient): RatioPart => {
        return { patient: `p${patient}`, numerator: draws.uniform() < share ? 1 : 0, denominator: 1 }
      })
      const cells = ratioCells('f', parts).map(({ name, value }) => [name, { kind: 'exact' as const, value }])
      return { site: `s${index}`, released: { estimator: 'e', version: 1, cells: Object.fromEntries(cells) } }
    })
    const over = (some: readonly SiteRelease[]) =>
      clusteredProportion('f', mergeCells(some, Object.values(ratioCellNames('f'))), 'f')
    const holds = (found: Figure, truth: number) =>
      found.status === 'estimated' && found.interval.lower <= truth && truth <= found.interval.upper
    // The mean over hospitals of plogis(log 9 + 0.6 Z) is 0.8872 (R: integrate).
    return {
      these: holds(over(releases), 0.8872),
      likeThem: holds(likeThese(releases.map((one) => ({ site: one.site, figure: over([one]) }))), 0.9),
    }
  }

  it('holds far less often than it says; the one about hospitals like these does', () => {
    const runs = Array.from({ length: 300 }, (_, seed) => run(seed + 1))
    const rate = (which: 'these' | 'likeThem') => runs.filter((one) => one[which]).length / runs.length
    expect(rate('these')).toBeLessThan(0.85)
    expect(rate('likeThem')).toBeGreaterThan(0.92)
  })
})
