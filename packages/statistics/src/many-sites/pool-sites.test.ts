import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heterogeneity } from './heterogeneity.ts'
import { leaveOneSiteOut } from './leave-one-site-out.ts'
import { type PooledSites, pooledLimit, poolSites } from './pool-sites.ts'
import { shareLogits } from './share-logits.ts'
import type { SiteEstimate } from './site-estimate.ts'

interface Peer {
  estimate: number
  standardError: number
  statistic: number
  p: number
  lower: number
  upper: number
  tauSquared: number
}
interface PeerRandom {
  normal: Peer
  hartungKnapp: Peer
  floored: Peer
  iSquared: number
  hSquared: number
  weights: number[]
  profile: Record<'tauSquared' | 'iSquared' | 'hSquared', [number, number]>
  prediction?: [number, number]
  predictionHartungKnapp?: [number, number]
  leaveOneOut?: Record<'estimate' | 'lower' | 'upper' | 'tauSquared', number[]>
}
interface PeerSet extends Record<'DL' | 'PM' | 'REML', PeerRandom> {
  name: string
  estimates: number[]
  variances: number[]
  q: number
  qp: number
  iSquared: number
  hSquared: number
  FE: Peer
}

/** R 4.2.2, metafor 3.8.1: made by bench/oracles/many-sites.R. */
const { sets: peers, shares } = JSON.parse(
  readFileSync(new URL('many-sites.oracle.json', import.meta.url), 'utf8'),
) as { sets: PeerSet[]; shares: Record<'events' | 'totals' | 'estimates' | 'variances', number[]> }
const methods = ['DL', 'PM', 'REML'] as const
const intervals = [
  ['normal', 'normal'],
  ['hartung-knapp', 'hartungKnapp'],
  ['hartung-knapp-floored', 'floored'],
] as const

function sitesOf(estimates: readonly number[], variances: readonly number[]): SiteEstimate[] {
  return estimates.map((estimate, i) => ({ site: `site ${i}`, estimate, variance: variances[i] as number }))
}

function estimated<T extends { status: string }>(result: T): Extract<T, { status: 'estimated' }> {
  if (result.status !== 'estimated') throw new Error(result.status)
  return result as Extract<T, { status: 'estimated' }>
}

function close(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance * Math.max(1e-3, Math.abs(expected)))
}

function agrees(pooled: PooledSites, peer: Peer): void {
  const found = estimated(pooled)
  for (const key of ['estimate', 'standardError', 'statistic', 'p', 'tauSquared'] as const) close(found[key], peer[key])
  close(found.interval.lower, peer.lower)
  close(found.interval.upper, peer.upper)
}

describe.each(peers)('pooling the sites of $name', (peer) => {
  const sites = sitesOf(peer.estimates, peer.variances)

  it('gives metafor’s fixed effect and Q', () => {
    agrees(poolSites(sites, { method: 'FE', interval: 'normal', level: 0.95 }), peer.FE)
    const { q, p, iSquared, hSquared } = estimated(heterogeneity(sites))
    close(q, peer.q)
    expect(Math.abs(p / peer.qp - 1)).toBeLessThan(1e-9)
    close(iSquared, peer.iSquared < 0 ? 0 : peer.iSquared)
    close(hSquared, peer.hSquared)
  })

  it.each(methods)('gives metafor’s random effects: %s', (method) => {
    for (const [interval, key] of intervals)
      agrees(poolSites(sites, { method, interval, level: 0.95 }), peer[method][key])
    const { weights } = estimated(poolSites(sites, { method, interval: 'normal', level: 0.95 }))
    weights.forEach(({ share }, i) => {
      close(share, peer[method].weights[i] as number)
    })
  })

  it.each(methods)('gives metafor’s I², H² and Q-profile intervals: %s', (method) => {
    const { tauSquared, iSquaredOfTau, hSquaredOfTau, profile } = estimated(heterogeneity(sites, method))
    close(tauSquared, peer[method].normal.tauSquared)
    close(iSquaredOfTau, peer[method].iSquared)
    close(hSquaredOfTau, peer[method].hSquared)
    for (const key of ['tauSquared', 'iSquared', 'hSquared'] as const) {
      const [lower, upper] = peer[method].profile[key]
      close(profile[key].lower, lower)
      // metafor stops its search at τ² = 100.
      if (peer[method].profile.tauSquared[1] < 100) close(profile[key].upper, upper)
    }
  })

  it.each(methods)(
    'gives metafor’s prediction interval with k − 2 degrees of freedom, and leaves out each site: %s',
    (method) => {
      const { prediction, predictionHartungKnapp, leaveOneOut } = peer[method]
      const options = { method, interval: 'hartung-knapp', level: 0.95 } as const
      const [plain, adjusted] = [poolSites(sites, { ...options, interval: 'normal' }), poolSites(sites, options)].map(
        (pooled) => estimated(pooled).prediction,
      )
      if (!(prediction && predictionHartungKnapp && leaveOneOut)) return expect([plain, adjusted]).toEqual([null, null])
      close(plain?.lower as number, prediction[0])
      close(plain?.upper as number, prediction[1])
      close(adjusted?.lower as number, predictionHartungKnapp[0])
      close(adjusted?.upper as number, predictionHartungKnapp[1])
      leaveOneSiteOut(sites, options).forEach(({ pooled }, i) => {
        const { estimate, interval, tauSquared } = estimated(pooled)
        const found = { estimate, lower: interval.lower, upper: interval.upper, tauSquared }
        for (const key of ['estimate', 'lower', 'upper', 'tauSquared'] as const)
          close(found[key], leaveOneOut[key][i] as number)
      })
    },
  )
})

describe('heterogeneity', () => {
  // Higgins, Thompson, Deeks, Altman, *BMJ* 327:557–560 (2003), table: I² in per cent with its test-based interval.
  it.each([
    ['tamoxifen', 55, 55.9, 3, 0, 28],
    ['streptokinase', 33, 39.5, 19, 0, 48],
    ['serotonin reuptake inhibitors', 135, 179.9, 26, 7, 40],
    ['amantadine', 8, 12.44, 44, 0, 75],
  ] as const)('gives the published I² of trials of %s', (_, k, q, iSquared, lower, upper) => {
    // As many above as below, at the distance that gives Q with variances of 1.
    const paired = k - (k % 2)
    const estimates = Array.from({ length: k }, (_, i) => (i < paired ? (i % 2 ? 1 : -1) * Math.sqrt(q / paired) : 0))
    const found = estimated(heterogeneity(sitesOf(estimates, new Array(k).fill(1))))
    expect(found.q).toBeCloseTo(q, 10)
    const shares = [found.iSquared, found.testBased?.iSquared.lower ?? 1, found.testBased?.iSquared.upper ?? 0]
    expect(shares.map((share) => Math.round(100 * share))).toEqual([iSquared, lower, upper])
  })

  it('has no test-based interval of two sites', () => {
    expect(estimated(heterogeneity(sitesOf([1, 2], [1, 1]))).testBased).toBeNull()
  })
})

describe('shareLogits', () => {
  it('gives metafor’s logits with the variance at the average share', () => {
    const found = shareLogits(
      shares.events.map((events, i) => ({
        site: `${i}`,
        share: events / (shares.totals[i] as number),
        trials: shares.totals[i] as number,
      })),
    )
    found.forEach(({ estimate, variance }, i) => {
      close(estimate, shares.estimates[i] as number)
      close(variance, shares.variances[i] as number)
    })
  })

  it.each([
    [{ site: 'a', share: 1.1, trials: 3 }, /share/],
    [{ site: 'a', share: Number.NaN, trials: 3 }, /share/],
    [{ site: 'a', share: 1, trials: 0 }, /trials/],
  ])('refuses %j', (site, message) => {
    expect(() => shareLogits([site])).toThrow(message)
  })
})

const effect = fc.record({
  estimate: fc.double({ min: -5, max: 5, noNaN: true }),
  variance: fc.double({ min: 1e-4, max: 10, noNaN: true }),
})
const anySites = fc
  .array(effect, { minLength: 2, maxLength: 12 })
  .map((all) => all.map((one, i): SiteEstimate => ({ site: `${i}`, ...one })))

describe('poolSites', () => {
  it('is between the sites, and moves with them', () => {
    fc.assert(
      fc.property(anySites, fc.constantFrom('FE' as const, ...methods), (sites, method) => {
        const options = { method, interval: 'normal', level: 0.95 } as const
        const found = estimated(poolSites(sites, options))
        const all = sites.map(({ estimate }) => estimate)
        expect(found.estimate).toBeGreaterThanOrEqual(Math.min(...all) - 1e-12)
        expect(found.estimate).toBeLessThanOrEqual(Math.max(...all) + 1e-12)
        const moved = sites.map((one) => ({ ...one, estimate: 3 - 2 * one.estimate, variance: 4 * one.variance }))
        const after = estimated(poolSites(moved.toReversed(), options))
        close(after.estimate, 3 - 2 * found.estimate, 1e-7)
        close(after.standardError, 2 * found.standardError, 1e-7)
        close(after.tauSquared, 4 * found.tauSquared, 1e-6)
      }),
      { numRuns: 200 },
    )
  })

  it('finds the highest of the restricted likelihood’s values on a fine grid', () => {
    const height = (sites: readonly SiteEstimate[], tau: number) => {
      const w = sites.map(({ variance }) => 1 / (variance + tau))
      const all = w.reduce((sum, one) => sum + one, 0)
      const mean = sites.reduce((sum, { estimate }, i) => sum + (w[i] as number) * estimate, 0) / all
      const q = sites.reduce((sum, { estimate }, i) => sum + (w[i] as number) * (estimate - mean) ** 2, 0)
      return -0.5 * (-w.reduce((sum, one) => sum + Math.log(one), 0) + Math.log(all) + q)
    }
    fc.assert(
      fc.property(anySites, (sites) => {
        const { tauSquared } = estimated(poolSites(sites, { method: 'REML', interval: 'normal', level: 0.95 }))
        const top = height(sites, tauSquared)
        for (let i = 0; i <= 300; i += 1)
          expect(height(sites, i === 0 ? 0 : 1e-6 * 1.07 ** i)).toBeLessThanOrEqual(top + 1e-9)
      }),
      { numRuns: 100 },
    )
  })

  it('gives the sites’ own limits at other levels', () => {
    const pooled = estimated(
      poolSites(sitesOf([1, 2, 4], [0.1, 0.2, 0.3]), { method: 'REML', interval: 'hartung-knapp', level: 0.9 }),
    )
    expect(pooledLimit(pooled, 'lower', 0.05)).toBeCloseTo(pooled.interval.lower, 12)
    expect(pooledLimit(pooled, 'upper', 0.05)).toBeCloseTo(pooled.interval.upper, 12)
  })

  it('has a floor that only widens', () => {
    const sites = sitesOf([0.9, 0.901, 0.899], [0.01, 0.02, 0.03])
    const of = (interval: 'normal' | 'hartung-knapp' | 'hartung-knapp-floored') =>
      estimated(poolSites(sites, { method: 'DL', interval, level: 0.95 })).standardError
    expect(of('hartung-knapp')).toBeLessThan(of('normal') / 10)
    expect(of('hartung-knapp-floored')).toBe(of('normal'))
  })

  const random = { method: 'REML', interval: 'hartung-knapp', level: 0.95 } as const
  it.each([
    ['too-few-sites', sitesOf([], [])],
    ['too-few-sites', sitesOf([1], [1])],
    ['zero-variance', sitesOf([1, 2], [0, 1])],
    ['no-spread', sitesOf([1, 1, 1], [1, 2, 3])],
  ] as const)('says why it is undefined: %s', (reason, sites) => {
    expect(poolSites(sites, random)).toEqual({ status: 'undefined', reason })
  })

  it('gives one site’s own value as its fixed effect', () => {
    const { estimate, standardError, weights, prediction } = estimated(
      poolSites(sitesOf([2], [9]), { method: 'FE', interval: 'normal', level: 0.95 }),
    )
    expect([estimate, standardError, weights, prediction]).toEqual([2, 3, [{ site: 'site 0', share: 1 }], null])
    expect(heterogeneity(sitesOf([2], [9]))).toEqual({ status: 'undefined', reason: 'too-few-sites' })
  })

  it.each([
    [sitesOf([Number.NaN, 1], [1, 1]), /estimate/],
    [sitesOf([1, Number.POSITIVE_INFINITY], [1, 1]), /estimate/],
    [sitesOf([1e200, 1], [1, 1]), /estimate/],
    [sitesOf([1, 2], [1, -1]), /variance/],
    [sitesOf([1, 2], [1, Number.NaN]), /variance/],
    [sitesOf([1, 2], [1, 1e-320]), /variance/],
    [[...sitesOf([1], [1]), ...sitesOf([2], [1])], /twice/],
  ])('refuses what no site can have: %j', (sites, message) => {
    expect(() => poolSites(sites, random)).toThrow(message)
    expect(() => heterogeneity(sites)).toThrow(message)
  })

  it('refuses Hartung–Knapp without random effects, and a level that is none', () => {
    const sites = sitesOf([1, 2], [1, 1])
    expect(() => poolSites(sites, { ...random, method: 'FE' })).toThrow(/interval/)
    expect(() => poolSites(sites, { ...random, level: 1 })).toThrow(/level/)
    expect(() => heterogeneity(sites, 'DL', 0)).toThrow(/level/)
  })

  it('stays finite for sites far apart and of unlike size', () => {
    for (const sites of [
      sitesOf([0, 1e6, -3, 0.5], [1e-12, 1, 1e9, 1e-6]),
      sitesOf([-1e50, 1e50, 0], [1e-50, 1e50, 1]),
    ])
      for (const method of methods) {
        const found = estimated(poolSites(sites, { ...random, method }))
        expect([found.estimate, found.standardError, found.tauSquared, found.p].every(Number.isFinite)).toBe(true)
      }
  })
})
