import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawUnitWeights, drawWeights } from './draw-weights.ts'
import { planResampling, type ResamplingDesign } from './resampling-plan.ts'
import { weightedAreas } from './weighted-area.ts'
import { weightedShare } from './weighted-share.ts'
import { columnOf, computeReplicates } from './weighted-statistic.ts'

const designs = fc.integer({ min: 1, max: 60 }).chain((cases) =>
  fc.record({
    cases: fc.constant(cases),
    // A patient is of the site that its number says.
    patient: fc.array(fc.integer({ min: 0, max: 11 }), { minLength: cases, maxLength: cases }),
    label: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: cases, maxLength: cases }),
    sites: fc.integer({ min: 1, max: 3 }),
    clustered: fc.boolean(),
    rescaled: fc.boolean(),
    bothLabels: fc.constantFrom('own-stratum' as const, 'unlabelled' as const),
  }),
)

function drawn(design: ResamplingDesign, replicate: number): Float64Array {
  const weights = new Float64Array(design.cases)
  drawWeights(planResampling(design), 7, replicate, weights)
  return weights
}

/** Indices by key. */
function group<T, K>(values: readonly T[], key: (value: T, index: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>()
  values.forEach((value, index) => {
    groups.set(key(value, index), [...(groups.get(key(value, index)) ?? []), index])
  })
  return groups
}

function stratumOf(cases: readonly number[], { site, label, patient, bothLabels }: ResamplingDesign): string {
  const labels = new Set(cases.map((i) => label![i]))
  return `${site![cases[0]!]} ${patient && bothLabels === 'unlabelled' ? '' : [...labels].sort().join()}`
}

describe('resampling', () => {
  it('draws whole patients, as many of each stratum as there are', () => {
    fc.assert(
      fc.property(designs, fc.nat(1000), (given, replicate) => {
        const site = Int32Array.from(given.patient, (patient) => patient % given.sites)
        const patient = Int32Array.from(given.patient)
        const clusters = given.clustered ? { patient, bothLabels: given.bothLabels } : {}
        const labels = Uint8Array.from(given.label)
        const design = { cases: given.cases, site, label: labels, rescaled: given.rescaled, ...clusters }
        const weights = drawn(design, replicate)
        const units = group(given.label, (_, i) => (given.clustered ? patient[i]! : 100 + i))
        const strata = group([...units.values()], (cases) => stratumOf(cases, design))
        for (const cases of units.values()) expect(new Set(cases.map((i) => weights[i])).size).toBe(1)
        for (const members of strata.values()) {
          const first = members.map((index) => [...units.values()][index]![0]!)
          expect(first.reduce((sum, i) => sum + weights[i]!, 0)).toBeCloseTo(members.length, 9)
        }
      }),
    )
  })

  it('gives the same replicates in any order and in any split', () => {
    const cases = 200
    const success = Uint8Array.from({ length: cases }, (_, i) => Number(i % 7 !== 0))
    const plan = planResampling({ cases })
    const whole = columnOf(computeReplicates(plan, weightedShare(success), 11, 0, 50), 0)
    const parts = [
      [30, 50],
      [0, 13],
      [13, 30],
    ].map(([from, to]) => ({
      from: from!,
      values: computeReplicates(plan, weightedShare(success), 11, from!, to!).values,
    }))
    const together = parts.sort((a, b) => a.from - b.from).flatMap(({ values }) => [...values])
    expect(together).toEqual([...whole])
  })

  it('spreads means of small strata by the variance of a sample when it rescales', () => {
    // Two strata of three: variance of the weighted total is Σ n² s² / n, s² with n − 1 (Rao, Wu 1988).
    const values = [1, 5, 9, 2, 2, 11]
    const site = Int32Array.from([0, 0, 0, 1, 1, 1])
    const expected = 3 * 16 + 3 * 27
    const spread = (rescaled: boolean) => {
      const plan = planResampling({ cases: 6, site, rescaled })
      const total = {
        columns: 1,
        evaluate: (w: Float64Array, into: Float64Array) => {
          into[0] = values.reduce((sum, value, i) => sum + w[i]! * value, 0)
        },
      }
      const drawn = columnOf(computeReplicates(plan, total, 3, 0, 40_000), 0)
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
      return drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length
    }
    expect(Math.abs(spread(true) / expected - 1)).toBeLessThan(0.03)
    expect(Math.abs(spread(false) / expected - 2 / 3)).toBeLessThan(0.03)
  })

  it('draws units of large strata, too, each once on average with a variance of nearly one', () => {
    const [cases, times] = [9000, 400]
    const plan = planResampling({ cases })
    const weights = new Float64Array(cases)
    const [sums, squares] = [new Float64Array(3), new Float64Array(3)]
    let [total, totalSquares] = [0, 0]
    for (let r = 0; r < times; r += 1) {
      drawUnitWeights(plan, 8, r, weights)
      const blocks = [0, 4096, 8192, cases]
      for (let b = 0; b < 3; b += 1) {
        const drawn = weights.subarray(blocks[b], blocks[b + 1]).reduce((sum, each) => sum + each, 0)
        const share = (blocks[b + 1]! - blocks[b]!) / cases
        const z = (drawn - cases * share) / Math.sqrt(cases * share * (1 - share))
        sums[b]! += z
        squares[b]! += z * z
      }
      for (const each of weights) {
        total += each
        totalSquares += (each - 1) ** 2
      }
    }
    expect(total).toBe(cases * times)
    expect(Math.abs(totalSquares / total - (1 - 1 / cases))).toBeLessThan(0.005)
    for (let b = 0; b < 3; b += 1) {
      expect(Math.abs(sums[b]! / times)).toBeLessThan(4 / Math.sqrt(times))
      expect(Math.abs(squares[b]! / times - 1)).toBeLessThan(0.3)
    }
  })

  it('keeps a stratum of one patient as it is, and counts it', () => {
    const plan = planResampling({ cases: 3, site: Int32Array.from([0, 0, 4]) })
    expect(plan.singleUnitStrata).toBe(1)
    const weights = new Float64Array(3)
    for (let r = 0; r < 20; r += 1) {
      drawUnitWeights(plan, 1, r, weights)
      expect(weights[2]).toBe(1)
    }
  })

  it('refuses designs that are none', () => {
    const label = Uint8Array.from([0, 1])
    const patient = Int32Array.from([3, 3])
    expect(() => planResampling({ cases: 0 })).toThrow('cases')
    expect(() => planResampling({ cases: 3, label })).toThrow('label')
    expect(() => planResampling({ cases: 2, label, patient })).toThrow('bothLabels')
    expect(() => planResampling({ cases: 2, label, patient, bothLabels: 'refuse' })).toThrow('both labels')
    expect(() => planResampling({ cases: 2, patient, site: Int32Array.from([0, 1]) })).toThrow('two sites')
    expect(() => planResampling({ cases: 2, patient: Int32Array.from([0, -1]) })).toThrow('below 0')
  })
})

describe('the area of weighted cases', () => {
  it('is that of cases written as often as they weigh, by all pairs', () => {
    const one = fc.record({
      truth: fc.integer({ min: 0, max: 1 }),
      score: fc.integer({ min: -3, max: 3 }).map((score) => (score === 3 ? Infinity : score)),
      weight: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (cases) => {
        const found = new Float64Array(1)
        const area = weightedAreas(
          Uint8Array.from(cases, ({ truth }) => truth),
          [Float64Array.from(cases, ({ score }) => score)],
        )
        area.evaluate(
          Float64Array.from(cases, ({ weight }) => weight),
          found,
        )
        const written = cases.flatMap((each) => Array.from({ length: each.weight }, () => each))
        const negatives = written.filter(({ truth }) => truth === 0)
        const wins = written
          .filter(({ truth }) => truth === 1)
          .flatMap(({ score }) => negatives.map((other) => (1 + Math.sign(compare(score, other.score))) / 2))
        if (wins.length === 0) expect(found[0]).toBeNaN()
        else expect(found[0]).toBeCloseTo(wins.reduce((sum, win) => sum + win, 0) / wins.length, 12)
      }),
    )
  })
})

function compare(a: number, b: number): number {
  return Number(a > b) - Number(a < b)
}
