import { describe, expect, it } from 'vitest'
import { meritStudy } from './merit.ts'
import type { RandomFactors } from './obuchowski-rockette.ts'
import oracle from './readers.oracle.json' with { type: 'json' }
import { assembleStudy, type Reading } from './reading.ts'
import { analyse, auc, level, meanMerit, readingsOf, refusal, roeMetz } from './testing/reader-studies.ts'
import { momentCovariances, uStatistics } from './u-statistics.ts'

describe('U-statistics', () => {
  it.each(['crossed', 'missing'] as const)(
    'have Gallas’ unbiased variances, by products over all pairs: %s',
    (name) => {
      const { ratings, truth, unbiased } = oracle[name] as {
        ratings: (number | null)[][][]
        truth: number[]
        unbiased: number[][]
      }
      const study = meritStudy(assembleStudy(readingsOf(ratings, truth)), auc)
      const covariances = momentCovariances(study, { estimator: 'unbiased', random: 'readers-and-cases' })
      expect(covariances).toEqual(unbiased.map((row) => row.map((value) => expect.closeTo(value, 11))))
    },
  )

  it('have with readers fixed the mean of the covariances of all pairs of readers, with cases fixed those of the readers’ areas', () => {
    const { ratings, truth, readersFixed, areas } = oracle.crossed
    const study = meritStudy(assembleStudy(readingsOf(ratings, truth)), auc)
    const fixed = uStatistics(study, { estimator: 'unbiased', random: 'cases', level })
    for (const [i, { variance }] of fixed.modalities.entries()) expect(variance).toBeCloseTo(readersFixed[i]![i]!, 12)
    expect(fixed.differences[0]!.covariance).toBeCloseTo(readersFixed[0]![1]!, 12)
    expect(fixed.differences[0]!.degreesOfFreedom).toBe(Infinity)
    // A paired t test of the readers’ areas.
    const own = uStatistics(study, { estimator: 'unbiased', random: 'readers', level })
    const differences = areas[0]!.map((area, j) => area - areas[1]![j]!)
    const mean = differences.reduce((a, b) => a + b, 0) / 3
    const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    expect(own.differences[0]!.standardError).toBeCloseTo(Math.sqrt(squares / 2 / 3), 13)
    expect(own.differences[0]!.degreesOfFreedom).toBe(2)
    const or = analyse(readingsOf(ratings, truth), 'delong', 'readers')
    expect(own.differences[0]!.p).toBeCloseTo(or.differences[0]!.p, 10)
  })

  it('are there for nested and incomplete studies too, biased and unbiased, and differ less the more cases there are', () => {
    for (const rename of [
      (one: Reading) => ({ ...one, case: one.modality + one.case }),
      (one: Reading) => ({ ...one, case: one.reader + one.case }),
      (one: Reading) => ({ ...one, reader: one.modality + one.reader }),
      (one: Reading) => one,
    ]) {
      const ratio = (cases: number) => {
        const readings = roeMetz(5, cases, cases, 11).map(rename)
        const lacking = readings.filter((_, i) => i % 11 !== 0)
        const study = meritStudy(assembleStudy(lacking), auc)
        const variance = (estimator: 'unbiased' | 'biased') =>
          momentCovariances(study, { estimator, random: 'cases' })[0]![0]!
        return variance('biased') / variance('unbiased')
      }
      expect(Math.abs(ratio(60) - 1)).toBeLessThan(Math.abs(ratio(12) - 1))
    }
  })

  it('have for `biased` the variance of the sample’s own distribution, by every draw', () => {
    const { ratings, truth, covariance } = oracle.small
    const study = meritStudy(assembleStudy(readingsOf(ratings, truth)), auc)
    expect(momentCovariances(study, { estimator: 'biased', random: 'readers-and-cases' })).toEqual(
      covariance.map((row) => row.map((value) => expect.closeTo(value, 13))),
    )
  })

  it('are unbiased: their mean over studies is the variance of the means', () => {
    const [means, variances]: [number[], number[]] = [[], []]
    for (let seed = 1; seed <= 1500; seed += 1) {
      const study = meritStudy(assembleStudy(roeMetz(4, 12, 12, seed)), auc)
      means.push(meanMerit(study))
      variances.push(momentCovariances(study, { estimator: 'unbiased', random: 'readers-and-cases' })[0]![0]!)
    }
    const mean = means.reduce((a, b) => a + b, 0) / means.length
    const observed = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1)
    const expected = variances.reduce((a, b) => a + b, 0) / variances.length
    expect(expected / observed).toBeGreaterThan(0.88)
    expect(expected / observed).toBeLessThan(1.12)
  })

  it('test all modalities at once: two as their t test, cases fixed as the analysis of variance of the readers’ areas', () => {
    const of = (modalities: number, random: RandomFactors) =>
      uStatistics(meritStudy(assembleStudy(roeMetz(5, 30, 30, 8, modalities)), auc), {
        estimator: 'biased',
        random,
        level,
      })
    for (const random of ['readers-and-cases', 'cases', 'readers'] as const) {
      const { equality, differences } = of(2, random)
      expect(equality!.p).toBeCloseTo(differences[0]!.p, 9)
    }
    const ours = of(3, 'readers')
    expect(
      uStatistics(meritStudy(assembleStudy(roeMetz(5, 30, 30, 8, 3)), auc), {
        estimator: 'unbiased',
        random: 'readers',
        level,
      }).equality,
    ).toMatchObject({
      statistic: expect.closeTo(analyse(roeMetz(5, 30, 30, 8, 3), 'delong', 'readers').equality.statistic, 9),
      denominatorFreedom: expect.closeTo(8, 9),
    })
    expect(ours.equality!.numeratorFreedom).toBe(2)
    const nested = roeMetz(5, 30, 30, 8).map((one) => ({ ...one, reader: one.modality + one.reader }))
    const study = meritStudy(assembleStudy(nested), auc)
    expect(uStatistics(study, { estimator: 'biased', random: 'readers', level }).equality).toBeUndefined()
  })

  it('err with the test of all of three modalities about as often as they say, 500 studies; a variance below nothing is no test', () => {
    let [rejected, tested] = [0, 0]
    for (let seed = 1; seed <= 500; seed += 1) {
      const study = meritStudy(assembleStudy(roeMetz(5, 25, 25, seed, 3)), auc)
      const how = { estimator: 'unbiased', random: 'readers-and-cases', level } as const
      if (refusal(() => uStatistics(study, how))) continue
      tested += 1
      if (uStatistics(study, how).equality!.p < 0.05) rejected += 1
    }
    expect(tested).toBeGreaterThan(450)
    expect(rejected / tested).toBeGreaterThan(0.02)
    expect(rejected / tested).toBeLessThan(0.08)
  })

  it('refuse a variance below nothing, and a reader without a class', () => {
    // Readers differ less than cases would make them.
    const flat = Array.from({ length: 40 }, (_, seed) => roeMetz(2, 3, 3, 100 + seed))
    const faults = flat.map((readings) => {
      const study = meritStudy(assembleStudy(readings), auc)
      return refusal(() => uStatistics(study, { estimator: 'unbiased', random: 'readers-and-cases', level }))?.fault
    })
    expect(new Set(faults)).toEqual(new Set([undefined, 'negative-variance']))
    const oneClass = roeMetz(3, 4, 4, 1).filter(({ reader, diseased }) => reader !== 'r1' || diseased)
    const study = meritStudy(assembleStudy(oneClass), auc)
    expect(refusal(() => uStatistics(study, { estimator: 'biased', random: 'readers-and-cases', level }))).toEqual({
      fault: 'one-class',
      reader: 'r1',
      modality: 'm0',
    })
  })

  it('refuse a modality with one reader', () => {
    const readings = roeMetz(3, 4, 4, 1).filter(({ reader, modality }) => modality === 'm0' || reader === 'r0')
    const study = meritStudy(assembleStudy(readings), auc)
    expect(
      refusal(() => uStatistics(study, { estimator: 'unbiased', random: 'readers-and-cases', level }))?.fault,
    ).toBe('too-few-readers')
  })
})
