import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf } from '../distributions/normal-cdf.ts'
import type { Figure } from '../frame/figure.ts'
import { type TestingProcedure, testingProcedure } from '../multiplicity/procedure.ts'
import { testHypotheses } from '../multiplicity/test-hypotheses.ts'
import { type CriteriaRules, type CriterionRule, criterionOutcome } from './criterion-rule.ts'
import { decide } from './decide.ts'

const ids = ['a', 'b', 'c', 'd'] as const
const rules: CriteriaRules = {
  op: 'or',
  of: ids.map(
    (id): CriterionRule => ({
      id,
      endpoint: id,
      figure: 'f',
      side: 'lower',
      bound: 0,
      alpha: 0.025,
      leastEffectivePatients: 20,
    }),
  ),
}

/** A figure whose one-sided test against 0 has this statistic. */
function figureOf(statistic: number): Figure {
  return {
    id: 'f',
    status: 'estimated',
    estimate: statistic,
    patients: 50,
    effectivePatients: 50,
    interval: { level: 0.95, lower: statistic - 2, upper: statistic + 2, method: 'wald' },
    reference: { scale: 'normal', location: statistic, standardError: 1 },
  }
}
const never = figureOf(-50)
const always = figureOf(50)
const few: Figure = { id: 'f', status: 'undefined', reason: 'too-few-patients', patients: 1 }
const open: Figure = { id: 'f', status: 'not-estimable', reason: 'suppressed', sites: ['s'] }

const procedures = [
  { kind: 'fixed-sequence', hypotheses: ids },
  { kind: 'holm', hypotheses: ids },
  { kind: 'hochberg', hypotheses: ids },
  { kind: 'bonferroni', hypotheses: ids, weights: [0.4, 0.3, 0.2, 0.1] },
  { kind: 'fallback', hypotheses: ids, weights: [0.5, 0.3, 0.2, 0] },
  {
    kind: 'gatekeeping',
    first: {
      hypotheses: ['a', 'b'],
      gate: 'parallel',
      next: [{ share: 1, family: { hypotheses: ['c', 'd'], gate: 'serial' } }],
    },
  },
].map((one) => testingProcedure.parse(one))

function outcomesOf(figures: Readonly<Record<string, Figure>>, procedure: TestingProcedure, alpha = 0.025) {
  return decide(rules, (endpoint) => [figures[endpoint] as Figure], { procedure, alpha }).outcomes
}

describe('criteria under a multiplicity procedure', () => {
  it.each(procedures)('are met where the procedure rejects them by their p-values: $kind', (procedure) => {
    const statistic = fc.double({ min: -1, max: 4, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(statistic, statistic, statistic, statistic), (statistics) => {
        const figures = Object.fromEntries(ids.map((id, index) => [id, figureOf(statistics[index] as number)]))
        const p = Object.fromEntries(ids.map((id, index) => [id, normalCdf(-(statistics[index] as number))]))
        const rejected = testHypotheses(procedure, p, 0.025).filter((one) => one.rejected)
        const met = outcomesOf(figures, procedure).filter(({ outcome }) => outcome === 'met')
        expect(met.map(({ criterion }) => criterion).sort()).toEqual(rejected.map((one) => one.hypothesis).sort())
      }),
      { numRuns: 60 },
    )
  })

  it.each(procedures)('are met or not where every way to settle what is open agrees: $kind', (procedure) => {
    const figure = fc.constantFrom(always, never, open, few, figureOf(2.1))
    fc.assert(
      fc.property(fc.tuple(figure, figure, figure, figure), (given) => {
        const figures = Object.fromEntries(ids.map((id, index) => [id, given[index] as Figure]))
        const found = outcomesOf(figures, procedure)
        const settled = settlementsOf(figures).map((one) => outcomesOf(one, procedure))
        for (const [index, { outcome }] of found.entries()) {
          const ways = new Set(settled.map((way) => way[index]?.outcome))
          if (ways.size === 1) expect([...ways]).toEqual([outcome])
          else expect(['inconclusive', 'not-assessable']).toContain(outcome)
        }
        for (const one of found) expect(criterionOutcome.parse(one)).toEqual(one)
      }),
      { numRuns: 60 },
    )
  })

  it('show the α that they were tested at, and those whose turn never came', () => {
    const figures = { a: figureOf(2.5), b: figureOf(1), c: always, d: always }
    const sequence = outcomesOf(figures, procedures[0]!)
    expect(sequence.map(({ outcome }) => outcome)).toEqual(['met', 'not-met', 'not-met', 'not-met'])
    expect(sequence.map(({ multiplicity }) => multiplicity?.isTested)).toEqual([true, true, false, false])
    expect(sequence.map(({ limit }) => limit === null)).toEqual([false, false, true, true])
    expect(sequence[0]).toMatchObject({ alpha: 0.025, multiplicity: { procedure: 'fixed-sequence', alpha: 0.025 } })
    // Holm: c and d are rejected at α / 4 or later, then a at α / 2, and b at last at α, which it fails.
    expect(outcomesOf(figures, procedures[1]!).find(({ criterion }) => criterion === 'b')).toMatchObject({
      outcome: 'not-met',
      alpha: 0.025,
    })
  })

  it('can not be assessed behind one that can not, and stay open behind one that is', () => {
    const behind = (first: Figure) =>
      outcomesOf({ a: first, b: always, c: never, d: always }, procedures[0]!).map(({ outcome }) => outcome)
    expect(behind(few)).toEqual(['not-assessable', 'not-assessable', 'not-met', 'not-met'])
    expect(behind(open)).toEqual(['inconclusive', 'inconclusive', 'not-met', 'not-met'])
  })

  it('keep their own α where the procedure does not name them', () => {
    const procedure = testingProcedure.parse({ kind: 'holm', hypotheses: ['a', 'b'] })
    const found = outcomesOf({ a: figureOf(2.1), b: never, c: figureOf(2.1), d: never }, procedure)
    expect(found.map(({ outcome }) => outcome)).toEqual(['not-met', 'not-met', 'met', 'not-met'])
    expect(found[2]?.multiplicity).toBeUndefined()
  })

  it('refuse a procedure over what is no criterion', () => {
    const procedure = testingProcedure.parse({ kind: 'holm', hypotheses: ['a', 'z'] })
    expect(() => outcomesOf({ a: always, b: always, c: always, d: always }, procedure)).toThrow(RangeError)
  })
})

/** Every way in which figures that are open could have been, each of them so that its test rejects or doesn't. */
function settlementsOf(figures: Readonly<Record<string, Figure>>): Record<string, Figure>[] {
  return Object.entries(figures).reduce<Record<string, Figure>[]>(
    (ways, [id, figure]) =>
      ways.flatMap((way) =>
        (figure.status === 'estimated' ? [figure] : [always, never]).map((one) => ({ ...way, [id]: one })),
      ),
    [{}],
  )
}
