import { krippendorffAlpha } from '@assay/statistics/agreement'
import { describe, expect, it } from 'vitest'
import { normalDeviates } from '../../testing/series.ts'
import { readingAgreement } from './reading-agreement.ts'

/** 600 items of three classes, read by four who err at known rates, not all by all, and a reference that is wrong in 8 %. */
function read(wrongReferences = 0.08) {
  const normal = normalDeviates(17)
  const draw = () => (((Math.abs(normal()) * 1000) % 1) + 1) % 1
  const other = (label: number) => (label + (draw() < 0.5 ? 1 : 2)) % 3
  return Array.from({ length: 600 }, () => {
    const truth = draw() < 0.7 ? 0 : draw() < 0.6 ? 1 : 2
    const readers = [0.03, 0.05, 0.1, 0.15].flatMap((rate, reader) => {
      const label = draw() < rate ? other(truth) : truth
      return reader === 3 && draw() < 0.3 ? [] : [[`r${reader}`, `${label}`] as const]
    })
    const isWrong = draw() < wrongReferences
    return { reference: `${isWrong ? other(truth) : truth}`, said: Object.fromEntries(readers), count: 1, isWrong }
  })
}

describe('readingAgreement', () => {
  const items = read()

  it('gives the alpha that the statistics package gives', () => {
    const values = items.flatMap(({ said }) =>
      [0, 1, 2, 3].map((r) => (`r${r}` in said ? Number(said[`r${r}`]) : Number.NaN)),
    )
    const alpha = krippendorffAlpha(Float64Array.from(values), 4, 'nominal')
    if (alpha.status !== 'estimated') throw new Error(alpha.reason)
    expect(readingAgreement(items).alpha).toBeCloseTo(alpha.estimate, 12)
  })

  it('counts items that were read alike as so many', () => {
    const together = [...Map.groupBy(items, ({ reference, said }) => JSON.stringify([reference, said])).values()]
    const brought = readingAgreement(together.map((alike) => ({ ...alike[0]!, count: alike.length })))
    const apart = readingAgreement(items)
    for (const name of ['alpha', 'differing', 'leastPair', 'wrong'] as const)
      expect(brought[name]).toBeCloseTo(apart[name]!, 8)
  })

  it.each([0, 0.08, 0.2])(
    'estimates how many labels are wrong, within 2 points of the share that was made: %f',
    (share) => {
      const made = read(share)
      const wrong = made.filter(({ isWrong }) => isWrong).length / made.length
      expect(Math.abs(readingAgreement(made).wrong! - wrong)).toBeLessThan(0.02)
    },
  )

  it('tells how far the two readers agree who agree least, counted by hand', () => {
    const read = (a: string, b: string, c: string, count = 1) => ({ reference: '', said: { a, b, c }, count })
    // a and b: 2 × 3 of 3 + 5 marks; a and c: 2 × 2 of 3 + 4; b and c: 2 × 2 of 5 + 4.
    const nodules = [read('small', 'small', 'small', 2), read('large', 'large', 'small'), read('', 'small', '', 2)]
    const marked = [...nodules, read('', '', 'small')]
    expect(readingAgreement(marked).leastPair).toBeCloseTo(4 / 9, 12)
    const pair = marked.map(({ said: { a, b }, ...item }) => ({ ...item, said: { a, b } }))
    expect(readingAgreement(pair).leastPair).toBeCloseTo(6 / 8, 12)
  })

  it('agrees with scikit-learn on two readers who often see nothing', () => {
    const [first, second] = ['00ab0ab0b0aa', '0aab0aa0bb0a'].map((labels) =>
      [...labels].map((one) => one.replace('0', '')),
    )
    const items = first!.map((a, i) => ({ reference: '', said: { a, b: second![i]! }, count: 1 }))
    // f1_score(first, second, labels=['a', 'b'], average='micro') of scikit-learn 1.2.1: 0.6666666666666666
    expect(readingAgreement(items).leastPair).toBeCloseTo(2 / 3, 12)
  })

  it('says nothing where nothing can be said', () => {
    expect(readingAgreement([])).toEqual({
      differing: undefined,
      alpha: undefined,
      leastPair: undefined,
      wrong: undefined,
    })
    const two = [{ reference: 'N', said: { a: 'N', b: 'N' }, count: 9 }]
    expect(readingAgreement(two)).toEqual({ differing: 0, alpha: undefined, leastPair: 1, wrong: undefined })
    const nobody = [{ reference: 'nodule', said: { a: '', b: '' }, count: 1 }]
    expect(readingAgreement(nobody).leastPair).toBeUndefined()
  })
})
