import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BeatAnnotation } from './beat-annotation.ts'
import { type BeatMatrix, sumCells, targetCells } from './beat-matrix.ts'
import { compareBeats } from './compare-beats.ts'

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

  it('finds a beat just outside flutter by a detection just inside, as bxb does', () => {
    const reference = beats([1000, '['], [2000, ']'], [2005, 'N'])
    expect(compareBeats(reference, beats([1500, 'V'], [1998, 'N']), extent, rules).matrix).toEqual({ Nn: 1 })
  })

  it('takes both ends of flutter and of a shutdown as within', () => {
    const flutter = beats([1000, '['], [2000, ']'])
    expect(
      compareBeats(flutter, beats([999, 'V'], [1000, 'V'], [2000, 'V'], [2001, 'V']), extent, rules).matrix,
    ).toEqual({
      Ov: 2,
    })
    const shutdown = beats([1000, '~', -1], [2000, '~', 0])
    expect(compareBeats(beats([1000, 'N'], [2000, 'N'], [2001, 'N']), shutdown, extent, rules).matrix).toEqual({
      Nx: 2,
      No: 1,
    })
  })

  it('takes flutter that is never closed to last to the end', () => {
    const compared = compareBeats(beats([1000, 'N'], [4000, '['], [5000, 'N']), beats([4500, 'V']), extent, rules)
    expect(compared.matrix).toEqual({ No: 1 })
    expect(compared.scoredSeconds).toBe(40)
  })

  it('leaves out what the device itself says is flutter', () => {
    const test = beats([900, '['], [1000, 'V'], [1100, ']'])
    expect(compareBeats(beats([1000, 'V']), test, extent, rules).matrix).toEqual({ Vo: 1 })
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

  it('knows a shutdown by the subtype bits of both signals, and one mark for a whole gap', () => {
    const reference = beats([1000, 'N'], [2000, 'N'], [3000, 'N'])
    const bothUnreadable = beats([1900, '~', 0x30], [2100, '~', 0x10])
    expect(compareBeats(reference, bothUnreadable, extent, rules).matrix).toEqual({ No: 2, Nx: 1 })
    const oneUnreadable = beats([1900, '~', 0x10], [2100, '~', 0])
    expect(compareBeats(reference, oneUnreadable, extent, rules).matrix).toEqual({ No: 3 })
    const oneMark = compareBeats(reference, beats([1000, 'N'], [1500, '~', -1], [3000, 'N']), extent, rules)
    expect(oneMark.matrix).toEqual({ Nn: 2, Nx: 1 })
    expect(oneMark.shutdownSeconds).toBeCloseTo(19.7, 12)
  })

  it('pairs across the end of the learning period with the last beat before it', () => {
    const long = { samplingFrequency: 100, samples: 60_000 }
    const reference = beats([29_000, 'N'], [30_005, 'V'], [31_000, 'N'])
    const test = beats([29_000, 'N'], [29_990, 'V'], [31_000, 'N'])
    expect(compareBeats(reference, test, long, rules).matrix).toEqual({ Vv: 1, Nn: 1 })
    const further = beats([29_000, 'N'], [29_989, 'V'], [31_000, 'N'])
    expect(compareBeats(reference, further, long, rules).matrix).toEqual({ Vo: 1, Nn: 1 })
    // The device's beat of the learning period, found late, is no extra detection.
    const late = compareBeats(beats([29_995, 'N'], [31_000, 'N']), beats([30_003, 'N'], [31_000, 'N']), long, rules)
    expect(late.matrix).toEqual({ Nn: 1 })
  })

  it('scores a shorter record from its start, and nothing where there is nothing', () => {
    expect(compareBeats(beats([10, 'N']), beats([10, 'N']), extent, rules).matrix).toEqual({ Nn: 1 })
    expect(compareBeats([], [], extent, rules)).toEqual({
      matrix: {},
      paced: false,
      scoredSeconds: 100,
      shutdownSeconds: 0,
    })
    const shorterThanLearning = { ...rules, learningAppliesFromSeconds: 0 }
    expect(compareBeats(beats([10, 'N']), [], extent, shorterThanLearning)).toMatchObject({
      matrix: {},
      scoredSeconds: 0,
    })
  })

  it('calls it a false detection where the reference can not be read, and keeps it apart', () => {
    const reference = beats([1000, 'N'], [2000, '~', -1], [3000, '~', 0])
    const { matrix } = compareBeats(reference, beats([1000, 'N'], [2500, 'N']), extent, rules)
    expect(matrix).toEqual({ Nn: 1, Xn: 1 })
    expect(sumCells(matrix, targetCells.qrs.falsePositive)).toBe(1)
  })
})

/** Annotations and what bxb counts on them; bench/oracles/bxb.py says how they were made. */
interface BxbCase {
  samplingFrequency: number
  samples: number
  learningSeconds: number
  reference: [sample: number, code: string, subtype: number][]
  test: [sample: number, code: string, subtype: number][]
  matrix: BeatMatrix
}

describe('compareBeats and bxb', () => {
  const lines = readFileSync(new URL('testing/bxb-matrices.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const cases = lines.map((line) => JSON.parse(line) as BxbCase)

  it.each(cases.map((one, index) => [index, one] as const))('count the same on record %i', (_, one) => {
    const asDeclared = { ...rules, learningSeconds: one.learningSeconds, learningAppliesFromSeconds: 0 }
    const { matrix } = compareBeats(beats(...one.reference), beats(...one.test), one, asDeclared)
    expect(matrix).toEqual(one.matrix)
  })

  it('had something to count', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
    const seen = new Set(cases.flatMap(({ matrix }) => Object.keys(matrix)))
    for (const cell of ['Vv', 'Ss', 'Nx', 'Xn', 'No', 'On', 'Qv', 'Fs']) expect(seen).toContain(cell)
  })
})
