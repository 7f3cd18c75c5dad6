import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DesignRefused } from './frame/design-refused.ts'
import type { MultiRoundEstimator } from './frame/estimator.ts'
import { type MergedCells, mergeCells, takeCells } from './frame/merge-cells.ts'
import { release, releasedBy, type SiteRelease } from './frame/site-summary.ts'
import { estimators, findEstimator, findOneRoundEstimator, registerMultiRound } from './registry.ts'

type Case = { patient: string; found: boolean }
type State = { round: number; location: number }

/** The log odds of a share by Newton's method: a fit that asks again, made for this test. */
const logOdds: MultiRoundEstimator<{ mostRounds: number }, Case, State, MergedCells> = {
  id: 'log-odds',
  version: 1,
  kind: 'multi-round',
  pointEstimate: 'maximum-likelihood',
  variance: 'information',
  acceptsWeights: false,
  counts: ['cases'],
  parameters: z.strictObject({ mostRounds: z.number().int().min(1).default(30) }),
  caseScore: z.object({ patient: z.string(), found: z.boolean() }),
  state: z.object({ round: z.number(), location: z.number() }),
  released: () => releasedBy('log-odds', 1, ['score', 'information', 'cases']),
  figures: () => [{ id: 'log-odds', range: [-40, 40], measure: 'number' }],
  mostRounds: ({ mostRounds }) => mostRounds,
  start: () => ({ round: 1, location: 0 }),
  summarise(cases, { round, location }) {
    const share = 1 / (1 + Math.exp(-location))
    const cell = (name: string, value: number) => ({ name, value, patients: cases.length, largest: [1, 1] })
    return {
      estimator: 'log-odds',
      version: 1,
      round,
      patients: cases.length,
      cells: [
        cell('score', cases.filter(({ found }) => found).length - share * cases.length),
        cell('information', cases.length * share * (1 - share)),
        cell('cases', cases.length),
      ],
    }
  },
  merge: (releases) => mergeCells(releases, ['score', 'information', 'cases']),
  advance({ round, location }, merged, { mostRounds }) {
    const { score, information } = sumsOf(merged)
    const state = { round: round + 1, location: location + score / information }
    const converged = Math.abs(score / information) < 1e-12
    return converged || round === mostRounds ? { finished: true, state, converged } : { finished: false, state }
  },
  estimate({ state, merged, converged }) {
    const { information, cases } = sumsOf(merged)
    if (!converged) return [{ id: 'log-odds', status: 'undefined', reason: 'not-converged', patients: cases }]
    const standardError = Math.sqrt(1 / information)
    const { location } = state
    return [
      {
        id: 'log-odds',
        status: 'estimated',
        estimate: location,
        patients: cases,
        effectivePatients: cases,
        interval: {
          level: 0.95,
          lower: location - 2 * standardError,
          upper: location + 2 * standardError,
          method: 'wald',
        },
        reference: { scale: 'normal', location, standardError },
      },
    ]
  },
}

function sumsOf(merged: MergedCells): { score: number; information: number; cases: number } {
  const taken = takeCells(merged, { score: 'score', information: 'information', cases: 'cases' })
  if (!taken.known) throw new Error(taken.reason)
  const sum = (name: 'score' | 'information' | 'cases') => taken.sites.reduce((total, site) => total + site[name], 0)
  return { score: sum('score'), information: sum('information'), cases: sum('cases') }
}

/** Asks sites until the estimator has found what it fits. */
function fit(sites: readonly (readonly Case[])[], parameters: unknown) {
  const estimator = registerMultiRound(logOdds)
  let state = estimator.start(parameters)
  for (let round = 1; round <= estimator.mostRounds(parameters); round++) {
    const releases = sites.map((cases, index): SiteRelease => {
      const summary = estimator.summarise(cases, state, parameters)
      const released = release(summary, ({ value }) => ({ kind: 'exact', value }))
      return { site: `s${index}`, released: estimator.readReleased(released, parameters) }
    })
    expect(releases[0]?.released.round).toBe(round)
    const next = estimator.advance(state, releases, parameters)
    if (next.finished) return next
    state = next.state
  }
  throw new Error('asked too often')
}

describe('an estimator that asks again', () => {
  const cases = (found: number, all: number) =>
    Array.from({ length: all }, (_, index) => ({ patient: `p${index}`, found: index < found }))

  it('comes over any sites to what it comes to over all cases together', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 8 }), (sites) => {
        const [found, missed] = [0, 1].map((which) => sites.reduce((sum, site) => sum + site[which]!, 0))
        const { figures } = fit(
          sites.map(([a, b]) => cases(a, a + b)),
          {},
        )
        expect(figures[0]).toMatchObject({ status: 'estimated', measure: 'number', patients: found! + missed! })
        expect((figures[0] as { estimate: number }).estimate).toBeCloseTo(Math.log(found! / missed!), 10)
      }),
      { numRuns: 50 },
    )
  })

  it('says that it did not converge in the rounds that it had', () => {
    expect(fit([cases(39, 40)], { mostRounds: 2 }).figures[0]).toMatchObject({ reason: 'not-converged' })
  })
})

describe('the registry', () => {
  it('finds an estimator by name and version, and one that asks once', () => {
    expect(findEstimator('ec57-beats', 1)).toMatchObject({ kind: 'pooled-exact' })
    expect(findEstimator('ec57-beats', 99)).toBeUndefined()
    expect(findOneRoundEstimator('ec57-beats', 1)?.id).toBe('ec57-beats')
    const names = estimators.map(({ id, version }) => `${id} ${version}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(estimators.map((one) => [one.id, one] as const))('shows the schemas of %s, as plain JSON', (_, estimator) => {
    const { parameters, released } = estimator.schemas()
    expect(JSON.parse(JSON.stringify({ parameters, released }))).toEqual({ parameters, released })
    expect(released).toMatchObject({ type: 'object', properties: { cells: { type: 'object' } } })
    for (const { range } of estimator.figures(estimator.readParameters({})))
      for (const end of range) expect(Number.isFinite(end)).toBe(true)
  })

  it('refuses weighted cases where they would count for nothing', () => {
    const beats = findOneRoundEstimator('ec57-beats', 1)!
    expect(() => beats.summarise([{ patient: 'a', weight: 3 }], {})).toThrow(DesignRefused)
  })
})
