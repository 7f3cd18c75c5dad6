import { describe, expect, it } from 'vitest'
import { beatDevices, beatReferences, countBeatErrors, countBeats } from './beat-counts.ts'

const none = Object.fromEntries(
  beatReferences.flatMap((reference) => beatDevices.map((device) => [`beats.${reference}${device}`, 0])),
)
const counts = {
  ...none,
  'beats.Nn': 1000,
  'beats.Ns': 1,
  'beats.Nv': 2,
  'beats.No': 4,
  'beats.Nx': 8,
  'beats.Sn': 16,
  'beats.Ss': 32,
  'beats.Vn': 64,
  'beats.Vv': 128,
  'beats.Vo': 256,
  'beats.Fv': 512,
  'beats.Ov': 3,
  'beats.Xv': 5,
}

describe('countBeatErrors', () => {
  // Which cells count is EC57's, held in @assay/statistics; here only how they are told apart.
  it('tells apart what was missed and what was found wrongly', () => {
    const [qrs, veb, sveb] = countBeatErrors(counts)
    expect(qrs).toEqual({
      target: 'qrs',
      found: 1000 + 1 + 2 + 16 + 32 + 64 + 128 + 512,
      missed: 4 + 8 + 256,
      missedUndetected: 4 + 256,
      missedShutdown: 8,
      missedOther: null,
      wrong: 8,
      wrongNothing: 8,
      wrongOther: null,
    })
    expect(veb).toEqual({
      target: 'veb',
      found: 128,
      missed: 320,
      missedUndetected: 256,
      missedShutdown: 0,
      missedOther: 64,
      wrong: 10,
      wrongNothing: 8,
      wrongOther: 2,
    })
    expect(sveb).toMatchObject({ found: 32, missed: 16, missedOther: 16, wrong: 1, wrongOther: 1 })
  })

  it('adds up: parts are the whole', () => {
    for (const one of countBeatErrors(counts)) {
      expect(one.missedUndetected + one.missedShutdown + (one.missedOther ?? 0)).toBe(one.missed)
      expect(one.wrongNothing + (one.wrongOther ?? 0)).toBe(one.wrong)
    }
  })

  it('says nothing where a count was kept back', () => {
    const { 'beats.Vn': _, ...partly } = counts as Record<string, number>
    expect(countBeatErrors(partly)).toEqual([])
    expect(countBeats(partly)).toEqual([])
  })
})

describe('countBeats', () => {
  it('frames what both call the same, and leaves out what can not be', () => {
    const cells = countBeats(counts)
    expect(cells.filter(({ agrees }) => agrees).map(({ reference }) => reference)).toEqual(['N', 'S', 'V', 'F', 'Q'])
    expect(cells.some(({ reference, device }) => reference === 'O' && device === 'o')).toBe(false)
    expect(cells.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(Object.values(counts).reduce((a, b) => a + b))
  })
})
