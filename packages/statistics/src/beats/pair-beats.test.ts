import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BeatPair, pairBeats } from './pair-beats.ts'
import type { Beat } from './read-beats.ts'

const comparison = { window: 15, start: 0, end: 1000 }

function beats(samples: readonly number[]): Beat[] {
  return samples.map((sample) => ({ sample, beatClass: 'N' }))
}

function samplesOf(pairs: readonly BeatPair[]): [number | undefined, number | undefined][] {
  return pairs.map(([reference, test]) => [reference?.sample, test?.sample])
}

/** The largest number of pairs at most the window apart, by trying everything. */
function mostPairs(reference: readonly number[], test: readonly number[], window: number): number {
  const [first, ...others] = reference
  if (first === undefined) return 0
  const without = mostPairs(others, test, window)
  const taken = test.map((sample, index) =>
    Math.abs(sample - first) <= window ? 1 + mostPairs(others, test.toSpliced(index, 1), window) : 0,
  )
  return Math.max(without, ...taken)
}

const gaps = (least: number, most: number) =>
  fc.array(fc.integer({ min: least, max: most }), { maxLength: 6 }).map((list) => {
    let at = 0
    return list.map((gap) => {
      at += gap
      return at
    })
  })

describe('pairBeats', () => {
  it('pairs as bxb’s author does in the worked example of its source', () => {
    // app/bxb.c, comment of 24 November 2002: window 37; without the look ahead, 96 and 128 would both stay alone.
    const pairs = pairBeats(beats([96, 160]), beats([128, 185]), { window: 37, start: 0, end: 1000 })
    expect(samplesOf(pairs)).toEqual([
      [96, 128],
      [160, 185],
    ])
  })

  it('leaves the earlier of two equally near beats alone', () => {
    expect(samplesOf(pairBeats(beats([100]), beats([90, 110]), comparison))).toEqual([
      [undefined, 90],
      [100, 110],
    ])
  })

  it('makes as many pairs as can be made where the beats of both sides are further apart than two windows', () => {
    fc.assert(
      fc.property(gaps(31, 60), gaps(31, 60), (reference, test) => {
        const pairs = pairBeats(beats(reference), beats(test), comparison)
        expect(pairs.filter(([a, b]) => a && b).length).toBe(mostPairs(reference, test, comparison.window))
      }),
    )
  })

  it('uses every beat once, in order, and never pairs beyond the window', () => {
    fc.assert(
      fc.property(gaps(1, 30), gaps(1, 30), (reference, test) => {
        const pairs = samplesOf(pairBeats(beats(reference), beats(test), comparison))
        expect(pairs.flatMap(([a]) => (a === undefined ? [] : [a]))).toEqual(reference)
        expect(pairs.flatMap(([, b]) => (b === undefined ? [] : [b]))).toEqual(test)
        for (const [a, b] of pairs) if (a && b) expect(Math.abs(a - b)).toBeLessThanOrEqual(comparison.window)
      }),
    )
  })
})
