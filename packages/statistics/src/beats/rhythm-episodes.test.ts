import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareEpisodes, compareRhythm, type Episode, rhythmEpisodes } from './rhythm-episodes.ts'

const at = (sample: number, aux: string) => ({ sample, code: '+', aux })

describe('rhythmEpisodes', () => {
  it('last from an annotation of the rhythm to one of another, or to the end', () => {
    const annotations = [
      at(10, '(N'),
      at(100, '(AFIB'),
      at(150, '(AFIB\0'),
      at(300, '(AFL'),
      at(400, '(AFIB'),
      at(450, '(N'),
    ]
    const beats = [{ sample: 120, code: 'N', aux: '' }]
    expect(
      rhythmEpisodes(
        [...annotations, ...beats].sort((a, b) => a.sample - b.sample),
        'AFIB',
        1000,
      ),
    ).toEqual([
      { from: 100, to: 300 },
      { from: 400, to: 450 },
    ])
    expect(rhythmEpisodes([at(900, '(AFIB')], 'AFIB', 1000)).toEqual([{ from: 900, to: 1000 }])
    expect(rhythmEpisodes([at(900, '(AFIB')], 'AFIB', 900)).toEqual([])
  })
})

describe('compareEpisodes', () => {
  const whole = { start: 0, samples: 1000, samplingFrequency: 10 }

  it('counts overlaps of any length, and what is common, worked by hand', () => {
    const reference = [
      { from: 0, to: 100 },
      { from: 200, to: 300 },
      { from: 500, to: 600 },
    ]
    const test = [
      { from: 50, to: 250 },
      { from: 700, to: 800 },
    ]
    expect(compareEpisodes({ reference, test }, whole)).toEqual({
      reference: 3,
      found: 2,
      test: 2,
      right: 1,
      referenceSeconds: 30,
      testSeconds: 30,
      commonSeconds: 10,
    })
  })

  it('begins after the learning period, which cuts an episode', () => {
    const one = [{ from: 0, to: 400 }]
    expect(compareEpisodes({ reference: one, test: [{ from: 0, to: 200 }] }, { ...whole, start: 300 })).toMatchObject({
      reference: 1,
      found: 0,
      test: 0,
      referenceSeconds: 10,
      commonSeconds: 0,
    })
  })

  it('turns sensitivity into predictivity when both are exchanged, and has the durations of a count sample by sample', () => {
    const episodes = fc
      .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 8 })
      .map((cuts) => cuts.sort((a, b) => a - b))
      .map((cuts) =>
        cuts.flatMap((from, i): Episode[] =>
          i % 2 === 0 && cuts[i + 1] !== undefined ? [{ from, to: cuts[i + 1]! }] : [],
        ),
      )
    fc.assert(
      fc.property(episodes, episodes, (one, other) => {
        const given = { start: 5, samples: 55, samplingFrequency: 1 }
        const [found, turned] = [
          compareEpisodes({ reference: one, test: other }, given),
          compareEpisodes({ reference: other, test: one }, given),
        ]
        expect([turned.reference, turned.found, turned.test, turned.right]).toEqual([
          ...[found.test, found.right, found.reference, found.found],
        ])
        const is = (list: readonly Episode[], sample: number) =>
          list.some(({ from, to }) => from <= sample && sample < to)
        const samples = Array.from({ length: 50 }, (_, i) => i + 5)
        expect(found.commonSeconds).toBe(samples.filter((sample) => is(one, sample) && is(other, sample)).length)
        expect(found.referenceSeconds).toBe(samples.filter((sample) => is(one, sample)).length)
      }),
    )
  })
})

describe('compareRhythm', () => {
  const range = { start: 0, samples: 1000, samplingFrequency: 10 }

  it('leaves out of the test’s fibrillation what the reference calls flutter, worked by hand', () => {
    const reference = [at(10, '(AFL'), at(300, '(N'), at(500, '(AFIB'), at(600, '(AFL'), at(700, '(N')]
    // Within flutter; out of it; around it, over fibrillation, too; sensitivity is of all.
    const test = [at(100, '(AFIB'), at(200, '(N'), at(250, '(AFIB'), at(350, '(N'), at(550, '(AFIB'), at(800, '(N')]
    expect(compareRhythm(reference, test, { ...range, rhythm: 'AFIB' })).toEqual({
      reference: 1,
      found: 1,
      test: 2,
      right: 1,
      referenceSeconds: 10,
      testSeconds: 5 + 15,
      commonSeconds: 5,
    })
    expect(compareRhythm(reference, test, { ...range, rhythm: 'AFL' })).toMatchObject({
      reference: 2,
      found: 0,
      test: 0,
    })
  })

  const lines = readFileSync(new URL('testing/epicmp-episodes.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const cases = lines.map((line) => JSON.parse(line) as EpicmpCase)

  it.each(cases.map((one, index) => [index, one] as const))('counts what epicmp counts on record %i', (_, one) => {
    const { samples, samplingFrequency, begun, epicmp } = one
    const [reference, test] = [one.reference, one.test].map((side) => side.map(([sample, aux]) => at(sample, aux)))
    const found = compareRhythm(reference!, test!, {
      rhythm: 'AFIB',
      start: 300 * samplingFrequency,
      samples,
      samplingFrequency,
    })
    const inSamples = (seconds: number) => Math.round(seconds * samplingFrequency)
    const common = inSamples(found.commonSeconds)
    expect([
      [found.found, found.reference],
      [found.right, found.test],
      [common, inSamples(found.referenceSeconds)],
      [common, inSamples(found.testSeconds) + 2 * begun],
    ]).toEqual(epicmp)
  })

  it('had something to count', () => {
    const sums = [0, 1, 2, 3].map((figure) => cases.reduce((sum, { epicmp }) => sum + epicmp[figure]![0]!, 0))
    expect(Math.min(...sums)).toBeGreaterThan(50)
    expect(cases.filter(({ begun }) => begun > 0).length).toBeGreaterThan(3)
  })
})

/** Changes of rhythm, and epicmp's parts and wholes, durations in samples; bench/oracles/epicmp.py says how they were made. */
interface EpicmpCase {
  samplingFrequency: number
  samples: number
  reference: [sample: number, rhythm: string][]
  test: [sample: number, rhythm: string][]
  begun: number
  epicmp: [part: number, whole: number][]
}
