import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawsOf } from '../random/philox.ts'
import { caseCovariance } from './case-covariance.ts'
import { dorfmanBerbaumMetz } from './dorfman-berbaum-metz.ts'
import { afrocCell, type Merit, type MeritStudy, meritStudy, sumMerit } from './merit.ts'
import { obuchowskiRockette, type RandomFactors } from './obuchowski-rockette.ts'
import oracle from './readers.oracle.json' with { type: 'json' }
import { assembleStudy, completeCases, type Reading, type ReadingFault, ReadingsRefused } from './reading.ts'
import { designOf } from './study-design.ts'
import { momentCovariances, uStatistics } from './u-statistics.ts'

const auc: Merit = { merit: 'auc' }
const level = 0.95

function readingsOf(table: readonly (readonly (readonly (number | null)[])[])[], truth: readonly number[]): Reading[] {
  return table.flatMap((readers, modality) =>
    readers.flatMap((ratings, reader) =>
      ratings.flatMap((rating, k) =>
        rating === null
          ? []
          : [{ reader: `r${reader}`, modality: `m${modality}`, case: `c${100 + k}`, diseased: truth[k] === 1, rating }],
      ),
    ),
  )
}

function analyse(
  readings: readonly Reading[],
  covariance: 'delong' | 'jackknife',
  random: RandomFactors = 'readers-and-cases',
  merit = auc,
) {
  const study = assembleStudy(readings)
  return obuchowskiRockette(meritStudy(study, merit), designOf(study), { random, covariance: { covariance }, level })
}

const refusal = (run: () => unknown): ReadingFault | undefined => {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof ReadingsRefused) return error.reason
    throw error
  }
}

describe('Obuchowski and Rockette', () => {
  const { truth, ratings, areas, jackknife, delong, dbm } = oracle.crossed
  const readings = readingsOf(ratings, truth)

  it('has areas and covariances as counted pair by pair', () => {
    const ours = analyse(readings, 'jackknife')
    expect(ours.design).toBe('crossed')
    expect(ours.merits.map(({ estimate }) => estimate)).toEqual(areas.flat().map((area) => expect.closeTo(area, 13)))
    for (const [peer, method] of [
      [jackknife, 'jackknife'],
      [delong, 'delong'],
    ] as const)
      for (const [name, value] of Object.entries(peer))
        expect(analyse(readings, method).components[name as keyof typeof peer]).toBeCloseTo(value, 14)
  })

  it('is Dorfman, Berbaum and Metz’s with jackknife covariances, as statsmodels’ analysis of pseudovalues gives it', () => {
    const ours = dorfmanBerbaumMetz(meritStudy(assembleStudy(readings), auc), { random: 'readers-and-cases', level })
    for (const [name, value] of Object.entries(dbm.meanSquares))
      expect(ours.meanSquares[name as keyof typeof dbm.meanSquares]).toBeCloseTo(value, 10)
    const or = analyse(readings, 'jackknife')
    for (const { equality } of [ours, or]) {
      expect(equality.statistic).toBeCloseTo(dbm.f, 9)
      expect(equality.denominatorFreedom).toBeCloseTo(dbm.freedom, 8)
      expect(equality.p).toBeCloseTo(dbm.p, 10)
    }
    expect(ours.differences[0]!.p).toBeCloseTo(or.differences[0]!.p, 9)
    ours.modalities.forEach((one, i) => {
      expect(one.standardError).toBeCloseTo(or.modalities[i]!.standardError, 10)
      expect(one.lower).toBeCloseTo(or.modalities[i]!.lower, 9)
    })
  })

  it('does not depend on the order of readings, nor on names; scores may be transformed', () => {
    const turned = readings
      .toReversed()
      .map((one) => ({ ...one, rating: Math.exp(one.rating), reader: `x${one.reader}` }))
    const [one, other] = [analyse(readings, 'delong'), analyse(turned, 'delong')]
    expect(other.differences).toEqual(one.differences)
    expect(other.components).toEqual(one.components)
  })

  it('has p of an F test and of its t test the same for two modalities, and margins that widen', () => {
    const study = assembleStudy(readings)
    const { equality, differences } = obuchowskiRockette(meritStudy(study, auc), designOf(study), {
      ...{ random: 'readers-and-cases', covariance: { covariance: 'delong' }, level, margin: 0.05 },
    })
    const [{ p, margin, estimate }] = differences as [(typeof differences)[0]]
    expect(equality.p).toBeCloseTo(p, 10)
    expect(estimate).toBeLessThan(0)
    expect(margin!.equivalence.p).toBeGreaterThanOrEqual(margin!.nonInferiority.p)
  })

  it('has bootstrap covariances near the jackknife’s, the same for a seed', () => {
    const study = meritStudy(assembleStudy(readings), auc)
    const one = caseCovariance(study, { covariance: 'bootstrap', replicates: 4000, seed: 3 })
    expect(caseCovariance(study, { covariance: 'bootstrap', replicates: 4000, seed: 3 })).toEqual(one)
    const peer = caseCovariance(study, { covariance: 'jackknife' })
    const trace = ({ covariance }: typeof one) => [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + covariance[7 * i]!, 0)
    expect(trace(one) / trace(peer)).toBeGreaterThan(0.8)
    expect(trace(one) / trace(peer)).toBeLessThan(1.1)
  })

  it('has the ideal bootstrap’s covariances, by every draw of a small study, within the error of the replicates', () => {
    const small = assembleStudy(readingsOf(oracle.small.ratings, oracle.small.truth))
    const study = meritStudy(small, auc)
    const table = oracle.small.ratings.flat()
    // Every draw of 3 diseased and 2 healthy cases with replacement: 27 × 4, each as likely.
    const draws = [0, 1, 2].flatMap((a) =>
      [0, 1, 2].flatMap((b) =>
        [0, 1, 2].flatMap((c) =>
          [3, 4].flatMap((d) =>
            [3, 4].map(
              (e) =>
                [
                  [a, b, c],
                  [d, e],
                ] as const,
            ),
          ),
        ),
      ),
    )
    const half = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0)
    const areas = draws.map(([diseased, healthy]) =>
      table.map(
        (ratings) =>
          diseased.reduce<number>(
            (sum, i) => sum + healthy.reduce<number>((own, j) => own + half(ratings[i]!, ratings[j]!), 0),
            0,
          ) / 6,
      ),
    )
    const meanOver = (of: (area: readonly number[]) => number) =>
      areas.reduce((sum, area) => sum + of(area), 0) / areas.length
    const means = table.map((_, cell) => meanOver((area) => area[cell]!))
    const replicates = 20_000
    const { covariance } = caseCovariance(study, { covariance: 'bootstrap', replicates, seed: 5 })
    for (const [a, x] of means.entries())
      for (const [b, y] of means.entries()) {
        const product = (area: readonly number[]) => (area[a]! - x) * (area[b]! - y)
        const ideal = meanOver(product)
        const error = Math.sqrt(Math.max(0, meanOver((area) => product(area) ** 2) - ideal ** 2) / replicates)
        expect(Math.abs(covariance[a * means.length + b]! - ideal)).toBeLessThan(4 * error + 1e-15)
      }
    expect(Math.max(...covariance)).toBeGreaterThan(0.005)
  })

  it('has for sensitivity and specificity the variances of shares', () => {
    const result = analyse(readings, 'delong', 'cases', { merit: 'sensitivity', cut: 4 })
    const found = ratings[0]![0]!.filter((rating, k) => truth[k] === 1 && rating >= 4).length
    const cases = truth.filter((one) => one === 1).length
    const share = found / cases
    expect(result.merits[0]!.estimate).toBe(share)
    expect(result.merits[0]!.standardError).toBeCloseTo(Math.sqrt((share * (1 - share)) / (cases - 1)), 13)
  })
})

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')

describe.skipIf(!existsSync(data))('Van Dyke and others (needs shared/data)', () => {
  const vanDyke = () =>
    readFileSync(join(data, 'mrmc/VanDyke.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line): Reading => {
        const [reader, modality, name, truth, rating] = line.replaceAll('"', '').split(',') as [
          string,
          string,
          string,
          string,
          string,
        ]
        return { reader, modality, case: name, diseased: truth === '1', rating: Number(rating) }
      })

  const near = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const text = String(value)
        const decimals = text.includes('e') ? 8 : (text.split('.')[1]?.length ?? 0)
        return [name, expect.closeTo(value, decimals)]
      }),
    )

  // RJafroc’s book, “Obuchowski Rockette Applications”, dataset02, and MRMCaov’s README, both of these data: as many digits as they print.
  it('gives what RJafroc and MRMCaov print, readers and cases random', () => {
    const { components, equality, differences, modalities, anova, merits } = analyse(vanDyke(), 'jackknife')
    expect(components).toMatchObject({
      ...near({ variance: 0.0008022883, cov1: 0.0003466137, cov2: 0.0003440748, cov3: 0.0002390284 }),
      ...near({ reader: 0.0015349993, interaction: 0.0002004025 }),
      ofModality: [
        near({ variance: 0.0010141028, cov2: 0.0004839618 }),
        near({ variance: 0.0005904738, cov2: 0.0002041879 }),
      ],
    })
    expect(anova.modality.meanSquare).toBeCloseTo(0.0047961705, 10)
    expect(anova.reader!.meanSquare).toBeCloseTo(0.0038362, 10)
    expect(anova.error.meanSquare).toBeCloseTo(0.0005510306, 10)
    expect(anova.ofModality).toMatchObject([near({ meanSquare: 0.003082629 }), near({ meanSquare: 0.001304602 })])
    expect(equality).toMatchObject(near({ statistic: 4.4563187, denominatorFreedom: 15.259675, p: 0.051665686 }))
    expect(differences[0]).toMatchObject({
      ...near({ estimate: -0.043800322, standardError: 0.020748618, degreesOfFreedom: 15.259675 }),
      ...near({ statistic: -2.1109995, p: 0.051665686, lower: -0.087959499, upper: 0.00035885444 }),
    })
    expect(modalities).toMatchObject([
      {
        ...near({ estimate: 0.89703704, standardError: 0.033173597, degreesOfFreedom: 12.744648 }),
        ...near({ lower: 0.8252236, upper: 0.96885048 }),
      },
      {
        ...near({ estimate: 0.94083736, standardError: 0.021566368, degreesOfFreedom: 12.71019 }),
        ...near({ lower: 0.89413783, upper: 0.98753689 }),
      },
    ])
    expect(merits.map(({ estimate }) => Number(estimate.toFixed(7)))).toEqual([
      ...[0.9196457, 0.8587762, 0.9038647, 0.9731079, 0.8297907],
      ...[0.9478261, 0.905314, 0.9217391, 0.9993559, 0.9299517],
    ])
  })

  it('and with readers fixed, where RJafroc’s intervals of a modality are normal as ours are', () => {
    const { equality, differences, modalities } = analyse(vanDyke(), 'jackknife', 'cases')
    expect(equality).toMatchObject({ distribution: 'chi-square', ...near({ statistic: 5.4759532, p: 0.019279843 }) })
    expect(differences[0]).toMatchObject({
      ...near({ standardError: 0.018717483, statistic: -2.3400755, lower: -0.080485914, upper: -0.0071147303 }),
    })
    expect(modalities).toMatchObject([
      near({ standardError: 0.02428971, lower: 0.84943008, upper: 0.94464399 }),
      near({ standardError: 0.016776324, lower: 0.90795637, upper: 0.97371835 }),
    ])
  })

  it('and with cases fixed', () => {
    const { equality, differences } = analyse(vanDyke(), 'jackknife', 'readers')
    expect(equality).toMatchObject({ denominatorFreedom: 4, ...near({ statistic: 8.704, p: 0.041958752 }) })
    expect(differences[0]).toMatchObject(near({ lower: -0.085020224, upper: -0.0025804202 }))
  })

  it('gives the pseudovalues’ components that RJafroc gives, and the same tests', () => {
    const study = meritStudy(assembleStudy(vanDyke()), auc)
    const of = (random: RandomFactors) => dorfmanBerbaumMetz(study, { random, level })
    const { components, equality } = of('readers-and-cases')
    expect(components).toMatchObject({
      ...near({ r: 0.00153499935, c: 0.02724923428, tr: 0.00020040252, tc: 0.01197529621, rc: 0.01226472859 }),
      ...near({ error: 0.03997160319 }),
    })
    expect(equality).toMatchObject(near({ statistic: 4.4563187, denominatorFreedom: 15.259675, p: 0.051665686 }))
    expect(of('readers').equality).toMatchObject(near({ statistic: 8.704, p: 0.041958752 }))
    // With readers fixed pseudovalues keep an F test with as many degrees of freedom as there are cases, as DBM MRMC’s does.
    expect(of('cases').equality).toMatchObject({
      ...{ distribution: 'f', denominatorFreedom: 113, statistic: expect.closeTo(5.4759532, 7) },
    })
  })

  it('gives with U-statistics tests near those of the jackknife, for each choice of what is random', () => {
    const study = meritStudy(assembleStudy(vanDyke()), auc)
    for (const random of ['readers-and-cases', 'cases', 'readers'] as const) {
      const [ours] = uStatistics(study, { estimator: 'unbiased', random, level }).differences
      const [peer] = analyse(vanDyke(), 'jackknife', random).differences
      expect(ours!.estimate).toBeCloseTo(-0.043800322, 9)
      expect(ours!.standardError / peer!.standardError).toBeGreaterThan(0.95)
      expect(ours!.standardError / peer!.standardError).toBeLessThan(1.02)
    }
  })
})

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
        ...{ estimator: 'biased', random, level },
      })
    for (const random of ['readers-and-cases', 'cases', 'readers'] as const) {
      const { equality, differences } = of(2, random)
      expect(equality!.p).toBeCloseTo(differences[0]!.p, 9)
    }
    const ours = of(3, 'readers')
    expect(
      uStatistics(meritStudy(assembleStudy(roeMetz(5, 30, 30, 8, 3)), auc), {
        ...{ estimator: 'unbiased', random: 'readers', level },
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
      ...{ fault: 'one-class', reader: 'r1', modality: 'm0' },
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

/** Of the first modality. */
function meanMerit({ cells }: MeritStudy): number {
  const own = cells.filter(({ modality }) => modality === 0).map((cell) => sumMerit(cell).estimate)
  return own.reduce((a, b) => a + b, 0) / own.length
}

/** Ratings after Roe and Metz (1997): readers, cases, modalities and their interactions as normal components. */
function roeMetz(readers: number, diseased: number, healthy: number, seed: number, modalities = 2): Reading[] {
  const draws = drawsOf(seed, 1)
  const normals = (count: number, deviation: number) => Array.from({ length: count }, () => deviation * draws.normal())
  const cases = diseased + healthy
  const ofReader = [normals(readers, 0.2), normals(readers, 0.2)]
  const ofCase = normals(cases, 0.55)
  return Array.from({ length: modalities }, (_, modality) => {
    const ofModality = [normals(readers, 0.1), normals(readers, 0.1)]
    const inModality = normals(cases, 0.45)
    return Array.from({ length: readers }, (__, reader) =>
      Array.from({ length: cases }, (___, k): Reading => {
        const truth = k < diseased ? 1 : 0
        const rating =
          truth * 1.2 +
          ofReader[truth]![reader]! +
          ofModality[truth]![reader]! +
          ofCase[k]! +
          inModality[k]! +
          0.6 * draws.normal()
        return { reader: `r${reader}`, modality: `m${modality}`, case: `c${k}`, diseased: truth === 1, rating }
      }),
    ).flat()
  }).flat()
}

describe('designs', () => {
  const base = roeMetz(4, 10, 10, 7)
  const inBlocks = [1, 2, 3].flatMap((block) =>
    roeMetz(3, 8, 9, 20 + block).map((one) => ({
      ...one,
      reader: `${block}${one.reader}`,
      case: `${block}${one.case}`,
    })),
  )

  it('are recognised from who read what', () => {
    const design = (readings: readonly Reading[]) => designOf(assembleStudy(readings)).design
    expect(design(base)).toBe('crossed')
    expect(design(base.map((one) => ({ ...one, case: one.modality + one.case })))).toBe('cases-in-modalities')
    expect(design(base.map((one) => ({ ...one, case: one.reader + one.case })))).toBe('cases-in-readers')
    expect(design(base.map((one) => ({ ...one, reader: one.modality + one.reader })))).toBe('readers-in-modalities')
    expect(design(inBlocks)).toBe('blocks')
  })

  it('with cases of their own leave no covariance through cases', () => {
    const unpaired = analyse(
      base.map((one) => ({ ...one, case: one.modality + one.case })),
      'jackknife',
    )
    expect(unpaired.components).toMatchObject({ cov1: 0, cov3: 0 })
    expect(unpaired.components.cov2).toBeGreaterThan(0)
    const nested = analyse(
      base.map((one) => ({ ...one, case: one.reader + one.case })),
      'jackknife',
    )
    expect(nested.components).toMatchObject({ cov2: 0, cov3: 0 })
    // Hillis (2014): with cases nested in readers the error is the interaction alone.
    expect(nested.equality.denominatorFreedom).toBeCloseTo(3, 12)
  })

  it('in blocks add sums of squares and degrees of freedom within blocks, worked by hand', () => {
    const whole = analyse(inBlocks, 'delong')
    const parts = [1, 2, 3].map((block) =>
      analyse(
        inBlocks.filter(({ reader }) => reader.startsWith(`${block}`)),
        'delong',
      ),
    )
    const meanOf = (of: (one: (typeof parts)[0]) => number) => parts.reduce((sum, one) => sum + of(one), 0) / 3
    expect(whole.anova.error.degreesOfFreedom).toBe(6)
    expect(whole.anova.error.meanSquare).toBeCloseTo(
      meanOf((one) => one.anova.error.meanSquare),
      14,
    )
    expect(whole.components.cov2).toBeCloseTo(
      meanOf((one) => one.components.cov2),
      14,
    )
    const shared = Math.max(0, whole.components.cov2 - whole.components.cov3)
    const error = whole.anova.error.meanSquare + 3 * shared
    expect(whole.differences[0]!.standardError).toBeCloseTo(Math.sqrt((2 / 9) * error), 13)
    expect(whole.differences[0]!.degreesOfFreedom).toBeCloseTo(6 * (error / whole.anova.error.meanSquare) ** 2, 9)
    expect(whole.differences[0]!.estimate).toBeCloseTo(
      meanOf((one) => one.differences[0]!.estimate),
      13,
    )
    expect(
      whole.blocks.map(({ readers, cases, differences }) => [readers.length, cases, differences[0]!.estimate]),
    ).toEqual(parts.map((part) => [3, 17, expect.closeTo(part.differences[0]!.estimate, 13)]))
    // What hospitals differ by is not in the reader component.
    const lifted = inBlocks.map((one) => ({
      ...one,
      rating: one.rating + (one.diseased && one.reader.startsWith('1') ? 3 : 0),
    }))
    expect(analyse(lifted, 'delong').anova.reader!.degreesOfFreedom).toBe(6)
  })

  it('give readers of each modality the error of readers within modalities', () => {
    const nested = base.map((one) => ({ ...one, reader: one.modality + one.reader }))
    const { anova, components, differences } = analyse(nested, 'delong')
    const error = anova.error.meanSquare + 4 * Math.max(0, components.cov2 - components.cov3)
    expect(anova.error.degreesOfFreedom).toBe(6)
    expect(differences[0]!.standardError).toBeCloseTo(Math.sqrt((2 / 4) * error), 13)
    expect(components.reader).toBeUndefined()
    expect(components.cov1).toBe(0)
  })

  it('are refused where readings are missing, twice, or contradict each other', () => {
    const fault = (readings: readonly Reading[]) => refusal(() => designOf(assembleStudy(readings)))
    expect(fault(base.slice(1))).toEqual({ fault: 'missing-readings', reader: 'r0', modality: 'm0', missing: 1 })
    expect(fault([...base, base[0]!])).toMatchObject({ fault: 'read-twice', case: 'c0' })
    expect(fault([...base.slice(1), { ...base[0]!, diseased: false }])).toMatchObject({ fault: 'two-truths' })
    expect(fault(base.filter(({ modality }) => modality === 'm0'))).toEqual({ fault: 'one-modality' })
    expect(fault(base.filter(({ reader }) => reader === 'r0'))).toEqual({ fault: 'too-few-readers' })
    expect(fault(base.filter(({ reader, modality }) => reader !== 'r3' || modality === 'm0'))).toEqual({
      fault: 'mixed-design',
    })
    const oneClass = base.filter(({ diseased, case: name }) => !diseased || name === 'c0')
    expect(refusal(() => analyse(oneClass, 'delong'))).toMatchObject({ fault: 'one-class' })
  })

  it('are complete again without the cases that somebody missed, where that was declared', () => {
    const lacking = base.filter(
      (one) => !(one.reader === 'r2' && one.modality === 'm1' && ['c3', 'c12'].includes(one.case)),
    )
    const { study, leftOut } = completeCases(assembleStudy(lacking))
    expect(leftOut).toBe(2)
    const kept = base.filter((one) => !['c3', 'c12'].includes(one.case))
    const analysis = { random: 'readers-and-cases', covariance: { covariance: 'delong' }, level } as const
    const ours = obuchowskiRockette(meritStudy(study, auc), designOf(study), analysis)
    expect(ours.differences[0]!.p).toBeCloseTo(analyse(kept, 'delong').differences[0]!.p, 12)
  })
})

describe('clusters and localisation', () => {
  it('with one case a patient are as without patients; with copies of cases the variance is that of the patients', () => {
    const one = roeMetz(3, 10, 12, 3)
    const named = one.map((reading) => ({ ...reading, patient: `p${reading.case}` }))
    expect(analyse(named, 'delong').differences[0]!.p).toBeCloseTo(analyse(one, 'delong').differences[0]!.p, 12)
    const twice = one.flatMap((reading) => [
      { ...reading, patient: reading.case },
      { ...reading, patient: reading.case, case: `${reading.case}b` },
    ])
    for (const method of ['delong', 'jackknife'] as const) {
      const [ours, peer] = [analyse(twice, method), analyse(one, method)]
      expect(ours.components.variance / peer.components.variance).toBeCloseTo(1, 10)
      expect(ours.components.cov2 / peer.components.cov2).toBeCloseTo(1, 10)
    }
  })

  it('weighted AFROC of one lesion a case without false marks on diseased cases is the area', () => {
    const readings = roeMetz(3, 8, 9, 4)
    const study = assembleStudy(readings)
    const asMarks = (weighted: boolean): MeritStudy => ({
      ...study,
      cells: study.cells.map((cell) =>
        afrocCell(
          cell,
          [...cell.cases].map((place, i) => {
            const isDiseased = study.cases[place]!.diseased
            const score = [cell.ratings[i]!]
            return {
              place,
              marks: {
                ...{
                  case: '',
                  patient: '',
                  failed: false,
                  ignored: 0,
                  lesionWeights: Float64Array.from(isDiseased ? [1] : []),
                },
                ...{
                  lesionScores: Float64Array.from(isDiseased ? score : []),
                  falseScores: Float64Array.from(isDiseased ? [] : score),
                },
              },
            }
          }),
          weighted,
        ),
      ),
    })
    const analysis = { random: 'readers-and-cases', covariance: { covariance: 'jackknife' }, level } as const
    for (const weighted of [true, false])
      expect(obuchowskiRockette(asMarks(weighted), designOf(study), analysis).differences).toEqual(
        analyse(readings, 'jackknife').differences,
      )
  })
})

describe('any study', () => {
  it('has covariances that are symmetric, with variances that are not negative', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 3, max: 9 }),
        (seed, readers, cases) => {
          const study = meritStudy(assembleStudy(roeMetz(readers, cases, cases, seed)), auc)
          for (const covariance of ['delong', 'jackknife'] as const) {
            const { covariance: values } = caseCovariance(study, { covariance })
            const n = study.cells.length
            for (let a = 0; a < n; a += 1) {
              expect(values[a * n + a]).toBeGreaterThanOrEqual(-1e-15)
              for (let b = 0; b < n; b += 1) expect(values[a * n + b]).toBe(values[b * n + a])
            }
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})
