import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareRuns, type RunComparison, runCounts } from './compare-runs.ts'
import type { RhythmAnnotation } from './run-labels.ts'

const rules = { matchWindowSeconds: 0.15, learningSeconds: 0, learningAppliesFromSeconds: 0 }
const extent = { samplingFrequency: 100, samples: 3000 }

function beats(...given: [sample: number, code: string, subtype?: number, aux?: string][]): RhythmAnnotation[] {
  return given.map(([sample, code, subtype = 0, aux = '']) => ({ sample, code, subtype, aux }))
}

/** A beat a second, a letter each. */
const letters = (text: string) => beats(...[...text].map((code, i): [number, string] => [100 * (i + 1), code]))

/** Annotations and what rxr counts on them; bench/oracles/rxr.py says how they were made. */
interface RxrCase {
  samplingFrequency: number
  samples: number
  learningSeconds: number
  reference: [sample: number, code: string, subtype: number, aux: string][]
  test: [sample: number, code: string, subtype: number, aux: string][]
  ventricular: RunComparison
  supraventricular: RunComparison
}

describe('compareRuns and rxr', () => {
  const file = process.env.RXR_CASES ?? new URL('testing/rxr-matrices.jsonl', import.meta.url)
  const cases = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RxrCase)

  it.each(cases.map((one, index) => [index, one] as const))('count the same on record %i', (_, one) => {
    const asDeclared = { ...rules, learningSeconds: one.learningSeconds }
    for (const kind of ['ventricular', 'supraventricular'] as const)
      expect(compareRuns(beats(...one.reference), beats(...one.test), kind, one, asDeclared)).toEqual(one[kind])
  })

  it('had runs of every length to count', () => {
    for (const kind of ['ventricular', 'supraventricular'] as const)
      for (const length of [1, 2, 3, 4, 5, 6])
        expect(cases.some((one) => one[kind].sensitivity[length]!.some((count) => count > 0))).toBe(true)
  })
})

describe('compareRuns', () => {
  it('finds a couplet in a longer run, and not in a single beat', () => {
    const reference = letters('NVVNNVVNN')
    const compared = compareRuns(reference, letters('NVVNNNVNN'), 'ventricular', extent, rules)
    expect(runCounts(compared, 'couplet', 'sensitivity')).toEqual({ right: 1, all: 2 })
    expect(runCounts(compared, 'couplet', 'positive-predictivity')).toEqual({ right: 1, all: 1 })
    const longer = compareRuns(reference, letters('NVVVNVVNN'), 'ventricular', extent, rules)
    expect(runCounts(longer, 'couplet', 'sensitivity')).toEqual({ right: 2, all: 2 })
    expect(runCounts(longer, 'short-run', 'positive-predictivity')).toEqual({ right: 0, all: 1 })
  })

  it('takes flutter for a long run, and normal beats in atrial fibrillation for supraventricular ones', () => {
    const flutter = beats([100, 'N'], [300, '['], [900, ']'], [1000, 'N'])
    const found = compareRuns(flutter, letters('NNVVVVVVVN'), 'ventricular', extent, rules)
    expect(runCounts(found, 'long-run', 'sensitivity')).toEqual({ right: 1, all: 1 })
    const fibrillation = beats([50, '+', 0, '(AFIB'], [100, 'N'], [200, 'N'], [950, '+', 0, '(N'], [1000, 'N'])
    const missed = compareRuns(fibrillation, letters('NNNNNNNNNN'), 'supraventricular', extent, rules)
    expect(runCounts(missed, 'long-run', 'sensitivity')).toEqual({ right: 0, all: 1 })
  })

  it('counts a run that is still open at the end', () => {
    const compared = compareRuns(letters('NVVV'), letters('NVVV'), 'ventricular', extent, rules)
    expect(runCounts(compared, 'short-run', 'sensitivity')).toEqual({ right: 1, all: 1 })
  })
})
