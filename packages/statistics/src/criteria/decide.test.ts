import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Figure } from '../frame/figure.ts'
import { type CriteriaRules, criterionOutcome } from './criterion-rule.ts'
import { decide } from './decide.ts'

const estimated: Figure = {
  id: 'f',
  status: 'estimated',
  estimate: 0.95,
  interval: { level: 0.95, lower: 0.9, upper: 0.98, method: 'linearised-logit-t' },
  reference: { scale: 'logit-t', location: Math.log(19), standardError: 0.3, degreesOfFreedom: 24 },
  numerator: 95,
  denominator: 100,
  patients: 30,
  effectivePatients: 25,
}
const figures: Record<string, Figure> = {
  high: estimated,
  few: { ...estimated, effectivePatients: 19 },
  none: { id: 'f', status: 'undefined', reason: 'empty-denominator', patients: 0 },
  withheld: { id: 'f', status: 'not-estimable', reason: 'suppressed', sites: ['b'] },
}

function rule(endpoint: string, bound: number): CriteriaRules {
  return {
    id: `${endpoint}-${bound}`,
    endpoint,
    figure: 'f',
    side: 'lower',
    bound,
    alpha: 0.025,
    leastEffectivePatients: 20,
  }
}

const verdictOf = (rules: CriteriaRules) => decide(rules, (endpoint) => [figures[endpoint]!]).verdict

// Lower limit: logit 2.9444 − 2.0639 · 0.3 = 2.3253 → 0.9109.
const met = rule('high', 0.91)
const notMet = rule('high', 0.92)
const tooFew = rule('few', 0.5)
const unknown = rule('withheld', 0.5)

describe('decide', () => {
  it('holds the one-sided limit against the bound', () => {
    expect(verdictOf(met)).toBe('met')
    expect(verdictOf(notMet)).toBe('not-met')
    expect(decide(met, () => [estimated]).outcomes[0]?.limit).toBeCloseTo(0.9109, 3)
  })

  it('assesses nothing on too few patients, or on no figure', () => {
    expect(verdictOf(tooFew)).toBe('not-assessable')
    expect(verdictOf(rule('none', 0.5))).toBe('not-assessable')
    expect(verdictOf(unknown)).toBe('inconclusive')
  })

  it('joins with AND and OR, and leaves open only what nothing decides', () => {
    expect(verdictOf({ op: 'and', of: [met, notMet, tooFew] })).toBe('not-met')
    expect(verdictOf({ op: 'and', of: [met, tooFew, unknown] })).toBe('not-assessable')
    expect(verdictOf({ op: 'and', of: [met, unknown] })).toBe('inconclusive')
    expect(verdictOf({ op: 'or', of: [notMet, tooFew, met] })).toBe('met')
    expect(verdictOf({ op: 'or', of: [notMet, unknown] })).toBe('inconclusive')
    expect(verdictOf({ op: 'and', of: [met, { op: 'or', of: [notMet, met] }] })).toBe('met')
  })

  it('holds an upper limit against a bound from above', () => {
    // Upper limit: logit 2.9444 + 2.0639 · 0.3 = 3.5636 → 0.9724.
    expect(verdictOf({ ...rule('high', 0.98), side: 'upper' })).toBe('met')
    expect(verdictOf({ ...rule('high', 0.97), side: 'upper' })).toBe('not-met')
  })

  it('gives every outcome in the order of the tree, as its schema has it', () => {
    const { outcomes } = decide({ op: 'or', of: [notMet, { op: 'and', of: [unknown, tooFew] }] }, (endpoint) => [
      figures[endpoint]!,
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['not-met', 'inconclusive', 'not-assessable'])
    expect(outcomes.map(({ limit }) => limit === null)).toEqual([false, true, false])
    for (const outcome of outcomes) expect(criterionOutcome.parse(outcome)).toEqual(outcome)
  })

  it('refuses a figure that its endpoint does not give', () => {
    expect(() => decide({ ...met, figure: 'g' }, () => [estimated])).toThrow(RangeError)
  })

  it('is decided exactly when every way to settle what is open decides alike', () => {
    const leaf = fc.constantFrom(met, notMet, tooFew, unknown).map((one): CriteriaRules => ({ ...one }))
    const { tree } = fc.letrec<{ tree: CriteriaRules }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({ op: fc.constantFrom('and', 'or'), of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
      ),
    }))
    fc.assert(
      fc.property(tree, (rules) => {
        const ways = settled(rules)
        const verdict = verdictOf(rules)
        if (ways.size === 2) expect(['not-assessable', 'inconclusive']).toContain(verdict)
        else expect(verdict).toBe(ways.has(true) ? 'met' : 'not-met')
      }),
    )
  })
})

/** Every truth value that a tree can take, each of its open criteria settled either way. */
function settled(rules: CriteriaRules): ReadonlySet<boolean> {
  if (!('op' in rules)) {
    const outcome = verdictOf(rules)
    return new Set(outcome === 'met' ? [true] : outcome === 'not-met' ? [false] : [true, false])
  }
  const parts = rules.of.map(settled)
  const can = (value: boolean) => parts.map((part) => part.has(value))
  const all = (value: boolean) => can(value).every(Boolean)
  const any = (value: boolean) => can(value).some(Boolean)
  const [isTrue, isFalse] = rules.op === 'and' ? [all(true), any(false)] : [any(true), all(false)]
  return new Set([...(isTrue ? [true] : []), ...(isFalse ? [false] : [])])
}
