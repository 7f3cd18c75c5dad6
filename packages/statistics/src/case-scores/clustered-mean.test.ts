import { describe, expect, it } from 'vitest'
import oracle from '../proportions/clustered-proportion.oracle.json' with { type: 'json' }
import { clusteredMean } from './clustered-mean.ts'

describe('clusteredMean', () => {
  it('has the mean and the standard error of R’s survey', () => {
    const { ratios, patients, average, standardError } = oracle.records
    const found = clusteredMean(
      ratios.map((value, i) => ({ patient: `${patients[i]}`, value })),
      0.95,
    )!
    expect(found.estimate).toBeCloseTo(average, 14)
    expect(found.standardError).toBeCloseTo(standardError, 13)
  })

  it('is the t interval of one case a patient', () => {
    // R: t.test(c(1, 2, 4, 9))$conf.int
    const cases = [1, 2, 4, 9].map((value, i) => ({ patient: `${i}`, value }))
    expect(clusteredMean(cases, 0.95)).toMatchObject({
      lower: expect.closeTo(-1.663205, 5),
      upper: expect.closeTo(9.663205, 5),
    })
  })

  it('is none for one patient', () => {
    expect(clusteredMean([{ patient: 'a', value: 1 }], 0.95)).toBeUndefined()
    expect(
      clusteredMean(
        [1, 2].map((value) => ({ patient: 'a', value })),
        0.95,
      ),
    ).toBeUndefined()
  })
})
