import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { registerMultiRound } from '../registry.ts'
import { calibrationSlopeEstimator } from './calibration-slope-estimator.ts'
import type { ForecastCase } from './forecast-case.ts'
import { calibrationInTheLarge, calibrationSlope } from './recalibration.ts'
import { clusteredOf, type PeerForecasts, peers } from './testing/oracle.ts'

const estimator = registerMultiRound(calibrationSlopeEstimator)
const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })

/** Asks sites until the fit is found. */
function fit(
  sites: readonly (readonly ForecastCase[])[],
  parameters: unknown = {},
  permit: (cell: Cell) => ReleasedValue = exact,
): { figures: Map<string, Figure>; rounds: number } {
  let state = estimator.start(parameters)
  for (let round = 1; round <= estimator.mostRounds(parameters); round += 1) {
    const releases = sites.map((cases, index): SiteRelease => {
      const given = release(estimator.summarise(cases, state, parameters), permit)
      return { site: `s${index}`, released: estimator.readReleased(given, parameters) }
    })
    const next = estimator.advance(state, round % 2 ? releases : releases.toReversed(), parameters)
    if (next.finished) {
      for (const one of next.figures) expect(figure.safeParse(one).success).toBe(true)
      return { figures: new Map(next.figures.map((one) => [one.id, one])), rounds: round }
    }
    state = JSON.parse(JSON.stringify(next.state))
  }
  throw new Error('asked too often')
}

function casesOf({ truths, probabilities, clusters }: PeerForecasts): ForecastCase[] {
  return truths.map((truth, i) => ({
    patient: `p${clusters[i]}`,
    truth: truth === 1,
    probability: probabilities[i] as number,
  }))
}

function estimateOf(figures: Map<string, Figure>, id: string) {
  const found = figures.get(id)
  if (found?.status !== 'estimated' || found.reference.scale !== 't') throw new Error(`${id}: ${found?.status}`)
  return { estimate: found.estimate, standardError: found.reference.standardError, interval: found.interval }
}

function close(actual: number, expected: number, tolerance = 1e-10): void {
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance * Math.max(0.1, Math.abs(expected)))
}

describe.each(peers)('calibration-slope: $name', (peer) => {
  it('gives over 1 to 40 hospitals what the fit of the pooled cases gives', () => {
    const pooled = calibrationSlope(clusteredOf(peer))
    const large = calibrationInTheLarge(clusteredOf(peer))
    if (pooled.status !== 'estimated' || large.status !== 'estimated') throw new Error('not estimated')
    const hospitals = fc.array(fc.nat(39), { minLength: 80, maxLength: 80 })
    fc.assert(
      fc.property(hospitals, (hospitalOf) => {
        const cases = casesOf(peer)
        const sites = [...Map.groupBy(cases, ({ patient }) => hospitalOf[Number(patient.slice(1))]).values()]
        const { figures, rounds } = fit([...sites, []])
        expect(rounds).toBeLessThan(12)
        for (const [id, expected] of [
          ['intercept', pooled.intercept],
          ['slope', pooled.slope],
          ['in-the-large', large.intercept],
        ] as const) {
          const found = estimateOf(figures, id)
          close(found.estimate, expected.estimate)
          close(found.standardError, expected.standardError)
          close(found.interval.lower, expected.interval.lower)
        }
      }),
      { numRuns: 12 },
    )
  })
})

const example = casesOf(peers[0] as PeerForecasts)

describe('calibration-slope', () => {
  it('leaves out cases without an output, and says how many have one', () => {
    const failed: ForecastCase[] = [
      { patient: 'x', truth: true, probability: null },
      { patient: 'y', truth: false, probability: null },
    ]
    const { figures } = fit([[...example, ...failed]])
    expect(estimateOf(figures, 'slope')).toEqual(estimateOf(fit([example]).figures, 'slope'))
    expect(figures.get('completion')).toMatchObject({ numerator: example.length, denominator: example.length + 2 })
  })

  const at = (patient: string, truth: boolean, probability: number): ForecastCase => ({ patient, truth, probability })
  it.each([
    ['empty-class', [at('a', true, 0.2), at('b', true, 0.6)]],
    ['empty-class', []],
    ['no-variance', [at('a', true, 0.2), at('b', false, 0.2)]],
    ['not-converged', [at('a', false, 0.2), at('b', false, 0.3), at('c', true, 0.5), at('d', true, 0.9)]],
  ] as const)('says why there is no slope: %s', (reason, cases) => {
    expect(fit([cases]).figures.get('slope')).toMatchObject({ status: 'undefined', reason })
  })

  it('is not estimable where a hospital keeps a cell back', () => {
    const { figures } = fit([example, example.slice(0, 20)], {}, (cell) =>
      cell.name === 'recalibration.score.1' && cell.patients < 30 ? { kind: 'suppressed' } : exact(cell),
    )
    expect(figures.get('slope')).toMatchObject({
      id: 'slope',
      status: 'not-estimable',
      reason: 'suppressed',
      sites: ['s1'],
    })
  })

  it('says how many rounds it may take, and stops there', () => {
    const { figures, rounds } = fit([example], { mostRounds: 2 })
    expect(rounds).toBe(2)
    expect(figures.get('slope')).toMatchObject({ status: 'undefined', reason: 'not-converged' })
  })
})
