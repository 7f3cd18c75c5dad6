import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseCovariance } from './case-covariance.ts'
import { dorfmanBerbaumMetz } from './dorfman-berbaum-metz.ts'
import { afrocCell, type MeritStudy, meritStudy } from './merit.ts'
import { obuchowskiRockette } from './obuchowski-rockette.ts'
import oracle from './readers.oracle.json' with { type: 'json' }
import { assembleStudy, completeCases, type Reading } from './reading.ts'
import { designOf } from './study-design.ts'
import { analyse, auc, level, readingsOf, refusal, roeMetz } from './testing/reader-studies.ts'

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
      random: 'readers-and-cases',
      covariance: { covariance: 'delong' },
      level,
      margin: 0.05,
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
                case: '',
                patient: '',
                failed: false,
                ignored: 0,
                lesionWeights: Float64Array.from(isDiseased ? [1] : []),
                lesionScores: Float64Array.from(isDiseased ? score : []),
                falseScores: Float64Array.from(isDiseased ? [] : score),
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
