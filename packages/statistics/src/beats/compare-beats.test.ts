import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BeatAnnotation } from './beat-annotation.ts'
import { sumCells, targetCells } from './beat-matrix.ts'
import { compareBeats, pairBeats } from './compare-beats.ts'

const rules = { matchWindowSeconds: 0.15, learningSeconds: 300, learningAppliesFromSeconds: 600 }
const extent = { samplingFrequency: 100, samples: 10_000 }

function beats(...given: [sample: number, code: string, subtype?: number][]): BeatAnnotation[] {
  return given.map(([sample, code, subtype = 0]) => ({ sample, code, subtype }))
}

describe('compareBeats', () => {
  it('pairs beats up to 150 ms apart and no further', () => {
    const reference = beats([1000, 'N'], [2000, 'N'])
    const { matrix } = compareBeats(reference, beats([1015, 'N'], [2016, 'N']), extent, rules)
    expect(matrix).toEqual({ Nn: 1, No: 1, On: 1 })
  })

  it('gives a reference beat to the nearer of two test beats', () => {
    const { matrix } = compareBeats(beats([1000, 'V']), beats([988, 'N'], [1002, 'V']), extent, rules)
    expect(matrix).toEqual({ On: 1, Vv: 1 })
  })

  it('counts escape beats e and j as supraventricular, and E as ventricular', () => {
    const reference = beats([1000, 'e'], [2000, 'j'], [3000, 'E'])
    const test = beats([1000, 'S'], [2000, 'A'], [3000, 'V'])
    expect(compareBeats(reference, test, extent, rules).matrix).toEqual({ Ss: 2, Vv: 1 })
  })

  it('holds nothing against a device that calls F or Q a VEB, or Q an SVEB', () => {
    const reference = beats([1000, 'F'], [2000, 'Q'], [3000, 'Q'], [4000, 'F'])
    const test = beats([1000, 'V'], [2000, 'V'], [3000, 'S'], [4000, 'S'])
    const { matrix } = compareBeats(reference, test, extent, rules)
    expect(matrix).toEqual({ Fv: 1, Qv: 1, Qs: 1, Fs: 1 })
    expect(sumCells(matrix, targetCells.veb.falsePositive)).toBe(0)
    expect(sumCells(matrix, targetCells.sveb.falsePositive)).toBe(1)
  })

  it('leaves ventricular flutter out on both sides', () => {
    const reference = beats([1000, 'N'], [2000, '['], [2500, '!'], [3000, ']'], [4000, 'N'])
    const test = beats([1000, 'N'], [2200, 'V'], [2700, 'V'], [4000, 'N'])
    const compared = compareBeats(reference, test, extent, rules)
    expect(compared.matrix).toEqual({ Nn: 2 })
    expect(compared.scoredSeconds).toBe(90)
  })

  it('counts beats missed in a shutdown apart, and tells its length', () => {
    const reference = beats([1000, 'N'], [3000, 'N'], [5000, 'V'])
    const test = beats([2000, '~', -1], [4000, '~', 0], [5000, 'V'])
    const compared = compareBeats(reference, test, extent, rules)
    expect(compared.matrix).toEqual({ No: 1, Nx: 1, Vv: 1 })
    expect(compared.shutdownSeconds).toBe(20)
  })

  it('skips the first five minutes of a record that is long enough', () => {
    const long = { samplingFrequency: 100, samples: 60_000 }
    const reference = beats([1000, 'N'], [29_999, 'N'], [30_000, 'N'], [40_000, 'V'])
    const compared = compareBeats(reference, beats([500, 'V'], [30_001, 'N'], [40_000, 'V']), long, rules)
    expect(compared.matrix).toEqual({ Nn: 1, Vv: 1 })
    expect(compared.scoredSeconds).toBe(300)
  })

  it('says that a record has beats of a pacemaker', () => {
    expect(compareBeats(beats([1000, '/']), [], extent, rules).paced).toBe(true)
  })

  it('counts extra detections apart where the reference can not be read', () => {
    const reference = beats([1000, 'N'], [2000, '~', -1], [3000, '~', 0])
    expect(compareBeats(reference, beats([1000, 'N'], [2500, 'N']), extent, rules).matrix).toEqual({ Nn: 1, Xn: 1 })
  })
})

/** The largest number of pairs at most the window apart, by trying everything. */
function mostPairs(reference: number[], test: number[], window: number): number {
  const [first, ...others] = reference
  if (first === undefined) return 0
  const without = mostPairs(others, test, window)
  const taken = test.map((sample, index) =>
    Math.abs(sample - first) <= window ? 1 + mostPairs(others, test.toSpliced(index, 1), window) : 0,
  )
  return Math.max(without, ...taken)
}

describe('pairBeats', () => {
  const samples = (most: number) =>
    fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: most }).map((list) => list.sort((a, b) => a - b))

  it('makes as many pairs as can be made where beats of one side are further apart than two windows', () => {
    const sparse = fc.array(fc.integer({ min: 31, max: 60 }), { maxLength: 5 }).map((gaps) => {
      let at = 0
      return gaps.map((gap) => {
        at += gap
        return at
      })
    })
    fc.assert(
      fc.property(sparse, samples(6), (reference, test) => {
        const asBeats = (list: number[]) => list.map((sample) => ({ sample }))
        const pairs = pairBeats(asBeats(reference), asBeats(test), 15)
        expect(pairs.filter(([a, b]) => a && b).length).toBe(mostPairs(reference, test, 15))
      }),
    )
  })

  it('uses every beat once and never pairs beyond the window', () => {
    fc.assert(
      fc.property(samples(12), samples(12), (reference, test) => {
        const asBeats = (list: number[]) => list.map((sample) => ({ sample }))
        const pairs = pairBeats(asBeats(reference), asBeats(test), 15)
        expect(pairs.flatMap(([a]) => (a ? [a.sample] : []))).toEqual(reference)
        expect(pairs.flatMap(([, b]) => (b ? [b.sample] : []))).toEqual(test)
        for (const [a, b] of pairs) if (a && b) expect(Math.abs(a.sample - b.sample)).toBeLessThanOrEqual(15)
      }),
    )
  })
})
