import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawsOf } from '../random/philox.ts'
import { dawidSkene, type RatedItems } from './dawid-skene.ts'

/** The likelihood maximised directly by scipy: bench/oracles/dawid-skene.py. */
const oracle = JSON.parse(readFileSync(new URL('dawid-skene.oracle.json', import.meta.url), 'utf8')) as {
  patients: number[][][]
  prevalence: number[]
  errorRates: number[][][]
  posteriors: number[][]
  logLikelihood: number
}

function countsOf(items: readonly (readonly (readonly number[])[])[], categories: number): RatedItems {
  const raters = items[0]!.length
  const counts = new Float64Array(items.length * raters * categories)
  for (const [i, item] of items.entries())
    for (const [rater, said] of item.entries())
      for (const one of said) counts[(i * raters + rater) * categories + one]! += 1
  return { raters, categories, counts, weights: new Float64Array(items.length).fill(1) }
}

const furthest = (a: Float64Array, b: readonly number[]) => Math.max(...b.map((value, i) => Math.abs(value - a[i]!)))

const anaesthetists = countsOf(oracle.patients, 4)

describe('dawidSkene', () => {
  const found = dawidSkene(anaesthetists)

  it('finds the maximum of the likelihood that scipy finds', () => {
    expect(found.hasConverged).toBe(true)
    expect(found.logLikelihood).toBeCloseTo(oracle.logLikelihood, 4)
    expect(furthest(found.prevalence, oracle.prevalence)).toBeLessThan(1e-4)
    expect(furthest(found.errorRates, oracle.errorRates.flat(2))).toBeLessThan(1e-3)
    expect(furthest(found.posteriors, oracle.posteriors.flat())).toBeLessThan(1e-3)
  })

  it('gives the shares and the first observer’s error rates of the paper, to its two digits', () => {
    expect([...found.prevalence].map((share) => share.toFixed(2))).toEqual(['0.40', '0.42', '0.11', '0.07'])
    const first = [...found.errorRates.subarray(0, 16)].map((rate) => Number(rate.toFixed(2)))
    expect(first).toEqual([0.89, 0.11, 0, 0, 0.07, 0.88, 0.05, 0, 0, 0.34, 0.66, 0, 0, 0, 0.56, 0.44])
  })

  it('counts items that were rated alike as so many', () => {
    const keys = oracle.patients.map((item) => JSON.stringify(item))
    const unique = [...new Set(keys)]
    const together = countsOf(
      unique.map((key) => JSON.parse(key)),
      4,
    )
    const weights = Float64Array.from(unique, (key) => keys.filter((one) => one === key).length)
    const brought = dawidSkene({ ...together, weights })
    expect(brought.logLikelihood).toBeCloseTo(found.logLikelihood, 8)
    expect(furthest(brought.prevalence, [...found.prevalence])).toBeLessThan(1e-8)
  })

  it('finds again what raters that err at known rates were made with, some items unseen by some', () => {
    const draws = drawsOf(5, 0)
    const rates = [0.02, 0.1, 0.2]
    const items = Array.from({ length: 4_000 }, () => {
      const truth = draws.uniform() < 0.3 ? 1 : 0
      return rates.map((rate, rater) =>
        rater > 0 && draws.uniform() < 0.2 ? [] : [draws.uniform() < rate ? 1 - truth : truth],
      )
    })
    const { prevalence, errorRates } = dawidSkene(countsOf(items, 2))
    expect(Math.abs(prevalence[1]! - 0.3)).toBeLessThan(0.03)
    rates.forEach((rate, rater) => {
      expect(Math.abs(errorRates[rater * 4 + 1]! - rate)).toBeLessThan(0.03)
      expect(Math.abs(errorRates[rater * 4 + 2]! - rate)).toBeLessThan(0.05)
    })
  })

  it('refuses what is no rating', () => {
    expect(() => dawidSkene({ ...anaesthetists, categories: 1 })).toThrow('categories')
    expect(() => dawidSkene({ ...anaesthetists, raters: 4 })).toThrow('counts')
    expect(() =>
      dawidSkene(
        countsOf(
          [
            [[0], [1]],
            [[], []],
          ],
          2,
        ),
      ),
    ).toThrow('nobody rated item 1')
    expect(() => dawidSkene({ ...anaesthetists, counts: anaesthetists.counts.map((one) => -one) })).toThrow('negative')
  })
})
