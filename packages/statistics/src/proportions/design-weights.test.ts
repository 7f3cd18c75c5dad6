import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { designWeight } from '../frame/design-weight.ts'
import { mergeCells } from '../frame/merge-cells.ts'
import { clusteredProportion } from './clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells } from './ratio-cells.ts'

/** R 4.2.2, survey 4.1.1, by bench/oracles/design-weights.R. */
const peer = JSON.parse(readFileSync(new URL('design-weights.oracle.json', import.meta.url), 'utf8')) as {
  patient: number[]
  found: number[]
  weight: number[]
  share: number
  standardError: number
  effectivePatients: number
  interval: [number, number]
}

function estimate(sites: readonly (readonly RatioPart[])[]) {
  const releases = sites.map((parts, index) => {
    const cells = ratioCells('f', parts).map(({ name, value }) => [name, { kind: 'exact' as const, value }])
    return { site: `s${index}`, released: { estimator: 'e', version: 1, cells: Object.fromEntries(cells) } }
  })
  const found = clusteredProportion('f', mergeCells(releases, Object.values(ratioCellNames('f'))), 'f')
  if (found.status !== 'estimated' || found.reference.scale !== 'logit-t') throw new Error(found.status)
  return { ...found, reference: found.reference }
}

const weighted = peer.patient.map((patient, index): RatioPart => {
  return { patient: `p${patient}`, numerator: peer.found[index]!, denominator: 1, weight: peer.weight[index]! }
})

describe('weighted cases', () => {
  it('give what the R package survey gives', () => {
    const { estimate: share, reference, interval, effectivePatients } = estimate([weighted])
    expect(share).toBeCloseTo(peer.share, 13)
    expect(reference.standardError * share * (1 - share)).toBeCloseTo(peer.standardError, 13)
    expect(effectivePatients).toBeCloseTo(peer.effectivePatients, 12)
    expect(interval.lower).toBeCloseTo(peer.interval[0], 8)
    expect(interval.upper).toBeCloseTo(peer.interval[1], 8)
  })

  it('merge over sites to what they give together', () => {
    const parts = fc.array(
      fc.record({
        patient: fc.integer({ min: 1, max: 9 }).map((one) => `p${one}`),
        numerator: fc.integer({ min: 0, max: 1 }),
        denominator: fc.constant(1),
        weight: fc.double({ min: 1, max: 50, noNaN: true }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(parts, (more) => {
        const own = more.map((one) => ({ ...one, patient: `q${one.patient}` }))
        const [apart, together] = [estimate([weighted, own]), estimate([[...weighted, ...own]])]
        expect(apart.estimate).toBeCloseTo(together.estimate, 12)
        expect(apart.interval.lower).toBeCloseTo(together.interval.lower, 12)
        expect(apart.effectivePatients / together.effectivePatients).toBeCloseTo(1, 12)
      }),
      { numRuns: 50 },
    )
  })

  it('of weight 1 are cases without one', () => {
    const plain = weighted.map(({ weight: _, ...part }) => part)
    expect(estimate([plain.map((part) => ({ ...part, weight: 1 }))])).toEqual(estimate([plain]))
  })

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('are refused with a weight of %f', (weight) => {
    expect(designWeight.safeParse(weight).success).toBe(false)
  })
})
