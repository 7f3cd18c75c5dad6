import { describe, expect, it } from 'vitest'
import { studentTCdf } from '../distributions/student-t.ts'
import { type Merit, type MeritStudy, meritStudy } from './merit.ts'
import { analyseMerits, obuchowskiRockette, type RandomFactors } from './obuchowski-rockette.ts'
import { assembleStudy, type Reading } from './reading.ts'
import { designOf } from './study-design.ts'
import { uStatistics } from './u-statistics.ts'

const auc: Merit = { merit: 'auc' }
const level = 0.95

/** As many decimals as a figure is given with; 6 significant digits where it has an exponent. */
const near = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, expect.closeTo(Number(text), decimalsOf(text))]),
  )

function decimalsOf(text: string): number {
  const [digits, exponent] = text.split('e') as [string, string | undefined]
  return (digits.split('.')[1]?.length ?? 0) - Number(exponent ?? 0)
}

/**
 * What the iMRMC program (version 4.0.0) printed for its input `fakepilot2`: 3 readers, 2 modalities, 150 diseased and 150 healthy cases, rated 1 up to a
 * case and 0 from there on. In its public repository (DIDSR/iMRMC, a work of the United States government, in the public domain) under `Accudata/home`.
 */
describe('iMRMC’s own printed analysis', () => {
  const lastRatedOne = [
    [171, 204, 138],
    [282, 288, 282],
  ]
  const readings = lastRatedOne.flatMap((readers, modality) =>
    readers.flatMap((last, reader) =>
      Array.from({ length: 300 }, (_, k): Reading => {
        const names = { reader: `Reader${reader + 1}`, modality: 'AB'[modality]!, case: `${1001 + k}` }
        return { ...names, diseased: k < 150, rating: k < last ? 1 : 0 }
      }),
    ),
  )
  const assembled = assembleStudy(readings)
  const [study, design] = [meritStudy(assembled, auc), designOf(assembled)]
  const byUStatistics = (estimator: 'unbiased' | 'biased') =>
    uStatistics(study, { estimator, random: 'readers-and-cases', level })

  it('has the same areas and variances of single readers', () => {
    const { merits } = obuchowskiRockette(study, design, {
      random: 'readers-and-cases',
      covariance: { covariance: 'delong' },
      level,
    })
    expect(merits.map(({ estimate, standardError }) => ({ estimate, variance: standardError ** 2 }))).toEqual([
      near({ estimate: '0.93', variance: '2.0201e-4' }),
      near({ estimate: '0.82', variance: '3.8658e-4' }),
      near({ estimate: '0.96', variance: '1.2349e-4' }),
      near({ estimate: '0.56', variance: '1.7718e-4' }),
      near({ estimate: '0.54', variance: '1.2349e-4' }),
      near({ estimate: '0.56', variance: '1.7718e-4' }),
    ])
  })

  it('has the same unbiased variances, degrees of freedom and statistic; iMRMC rounds the degrees down for p', () => {
    const { modalities, differences } = byUStatistics('unbiased')
    expect(modalities).toMatchObject([
      near({ estimate: '9.03333333e-1', variance: '1.86122297e-3', degreesOfFreedom: '2.11220765' }),
      near({ estimate: '5.53333333e-1', variance: '1.82252051e-4', degreesOfFreedom: '33.6310076' }),
    ])
    const [difference] = differences
    expect(difference).toMatchObject(near({ estimate: '3.50000000e-1', degreesOfFreedom: '2.39952379' }))
    expect(difference!.standardError ** 2).toBeCloseTo(1.42393736e-3, 11)
    expect(2 * studentTCdf(-difference!.statistic, 2)).toBeCloseTo(0.0114251514, 10)
  })

  it('has the same biased variances (its “MLE”)', () => {
    const { modalities, differences } = byUStatistics('biased')
    expect(modalities.map(({ variance }) => variance)).toEqual([
      expect.closeTo(1.36051852e-3, 11),
      expect.closeTo(1.7837037e-4, 12),
    ])
    expect(differences[0]!.standardError ** 2).toBeCloseTo(1.11212346e-3, 11)
  })

  // Its table of the moments of Barrett, Clarkson and Gallas’ decomposition, M1 … M8, unbiased and biased.
  const moments = {
    unbiased: [
      ['0.855000', '0.825570', '0.848826', '0.819396', '0.821667', '0.814150', '0.821667', '0.814150'],
      ['0.330000', '0.306107', '0.330000', '0.306107', '0.326667', '0.305996', '0.326667', '0.305996'],
      ['0.504200', '0.500374', '0.504200', '0.500374', '0.504333', '0.499535', '0.504333', '0.499535'],
    ],
    biased: [
      ['0.855000', '0.825767', '0.848867', '0.819633', '0.832778', '0.818056', '0.830733', '0.816011'],
      ['0.330000', '0.306267', '0.330000', '0.306267', '0.327778', '0.306178', '0.327778', '0.306178'],
      ['0.504200', '0.500400', '0.504200', '0.500400', '0.504289', '0.499844', '0.504289', '0.499844'],
    ],
  }
  const coefficients = [
    ...['1.48148e-5', '2.20741e-3', '2.20741e-3', '3.28904e-1'],
    ...['2.96296e-5', '4.41481e-3', '4.41481e-3', '-3.42193e-1'],
  ]

  it.each(['unbiased', 'biased'] as const)(
    'has the same eight moments of each modality and of both: %s',
    (estimator) => {
      const { modalities, differences } = byUStatistics(estimator)
      const rows = [modalities[0]!.moments, modalities[1]!.moments, differences[0]!.moments]
      for (const [i, row] of rows.entries()) {
        const ofPeer = moments[estimator][i]!
        expect(row.map(({ moment }) => moment)).toEqual(ofPeer.map((text) => expect.closeTo(Number(text), 6)))
      }
      expect(modalities[0]!.moments.map(({ coefficient }) => coefficient)).toEqual(
        coefficients.map((text) => expect.closeTo(Number(text), decimalsOf(text))),
      )
    },
  )

  it('has the same components after Obuchowski and Rockette, of a modality alone and of both', () => {
    const analysis = { random: 'readers-and-cases', covariance: { covariance: 'delong' }, level } as const
    const { components } = obuchowskiRockette(study, design, analysis)
    expect(components).toMatchObject({
      ...near({ cov1: '2.55034e-5', cov2: '9.39597e-5', cov3: '3.19911e-5', variance: '1.98322e-4' }),
      ...near({ reader: '8.39821e-4', interaction: '1.83915e-3' }),
      ofModality: [
        near({ cov2: '5.01119e-5', variance: '2.37360e-4' }),
        near({ cov2: '1.37808e-4', variance: '1.59284e-4' }),
      ],
    })
  })
})

interface Published {
  /** By modality, then reader. */
  readonly areas: readonly (readonly number[])[]
  readonly cov1: number
  readonly cov3: number
  /** Of each modality alone. */
  readonly variances: readonly number[]
  readonly cov2: readonly number[]
}

/** A study as a publication gives it: merits, and covariances that are the mean of their kind. */
function published({ areas, cov1, cov3, variances, cov2 }: Published) {
  const cells = areas.flatMap((readers, modality) => readers.map((_, reader) => ({ modality, reader })))
  const study: MeritStudy = {
    modalities: areas.map((_, i) => `${i + 1}`),
    readers: areas[0]!.map((_, j) => `${j + 1}`),
    cases: [{ id: 'all', patient: 0, diseased: true }],
    patients: 1,
    cells: cells.map((cell) => ({
      ...cell,
      rows: new Int32Array(1),
      columns: new Int32Array(1),
      values: new Float64Array(1),
      weights: new Float64Array(1),
    })),
  }
  const covariance = cells.flatMap((one) =>
    cells.map((other) => {
      if (one.modality !== other.modality) return one.reader === other.reader ? cov1 : cov3
      return one.reader === other.reader ? variances[one.modality]! : cov2[one.modality]!
    }),
  )
  const cases = { estimates: Float64Array.from(areas.flat()), covariance: Float64Array.from(covariance) }
  const design = { design: 'crossed' as const, blocks: areas[0]!.map(() => 0) }
  return (random: RandomFactors) => analyseMerits(study, design, cases, { random, level })
}

/**
 * Analyses that OR-DBM MRMC 2.51 (University of Iowa, 2018) printed, from its trapezoidal areas and jackknife covariances; both stand among the reference
 * results of the R package RJafroc. Their ratings are not ours to give away. Digits hold to what covariances of eight decimals let through.
 */
describe('OR-DBM MRMC’s printed analyses', () => {
  // Franken and others, *Invest. Radiol.* 27:732–737 (1992): chest films of newborns, 4 readers, 2 modalities, 100 cases.
  const franken = published({
    areas: [
      [0.85345997, 0.86499322, 0.85730439, 0.81524197],
      [0.84961556, 0.84350972, 0.84011759, 0.8143374],
    ],
    cov1: 0.00079168,
    cov3: 0.00051251,
    variances: [0.00152278, 0.00152877],
    cov2: [0.0004723, 0.00049498],
  })

  it('Franken, readers and cases random: a negative cov2 − cov3 counts as 0', () => {
    const { anova, components, equality, differences, modalities } = franken('readers-and-cases')
    expect(anova.modality.meanSquare).toBeCloseTo(0.00023565, 8)
    expect(anova.reader!.meanSquare).toBeCloseTo(0.00068406, 8)
    expect(anova.error.meanSquare).toBeCloseTo(0.0000502, 8)
    expect(components).toMatchObject(near({ variance: '0.0015258', cov2: '0.00048364' }))
    // Hillis (2011), equation 9, takes 0 for a negative cov2 − cov3 here, too, as RJafroc does (−0.00068389); OR-DBM MRMC prints the component without.
    expect(components.interaction).toBeCloseTo(-0.00068389, 7)
    expect(components.interaction + components.cov2 - components.cov3).toBeCloseTo(-0.00071276, 7)
    expect(components.reader).toBeCloseTo(0.00003776, 7)
    expect(equality).toMatchObject(near({ statistic: '4.69', denominatorFreedom: '3.00', p: '0.1188' }))
    expect(differences[0]).toMatchObject({
      ...near({ estimate: '0.01085482', standardError: '0.00501', degreesOfFreedom: '3.00', statistic: '2.17' }),
      ...near({ p: '0.1188', lower: '-0.00509', upper: '0.02680' }),
    })
    expect(modalities).toMatchObject([
      near({ estimate: '0.84774989', standardError: '0.024402', degreesOfFreedom: '70.12', lower: '0.79908' }),
      near({ estimate: '0.83689507', standardError: '0.023566', degreesOfFreedom: '254', upper: '0.88331' }),
    ])
  })

  it('Franken, with readers fixed and with cases fixed', () => {
    const { equality, differences, modalities } = franken('cases')
    expect(equality).toMatchObject(near({ statistic: '0.3210', p: '0.5710' }))
    expect(differences[0]).toMatchObject(near({ standardError: '0.01916', lower: '-0.02670', upper: '0.04840' }))
    expect(modalities).toMatchObject([
      near({ standardError: '0.027109', lower: '0.79462', upper: '0.90088' }),
      near({ standardError: '0.027449', lower: '0.78310', upper: '0.89069' }),
    ])
    const fixed = franken('readers')
    expect(fixed.equality).toMatchObject(near({ statistic: '4.69', denominatorFreedom: '3', p: '0.1188' }))
    expect(fixed.modalities).toMatchObject([
      near({ standardError: '0.01109801', lower: '0.8124311', upper: '0.8830687' }),
      near({ standardError: '0.00777173', lower: '0.8121620', upper: '0.8616282' }),
    ])
  })

  // The Federica study, highest rating of a case: 5 modalities, 4 readers, 200 cases.
  const federica = published({
    areas: [
      [0.90425, 0.7982, 0.81175, 0.86645],
      [0.86425, 0.8447, 0.8205, 0.8716],
      [0.81295, 0.81635, 0.75275, 0.8573],
      [0.90235, 0.8315, 0.78865, 0.8798],
      [0.8414, 0.773, 0.77115, 0.848],
    ],
    cov1: 0.0002948,
    cov3: 0.00021213,
    variances: [0.00071053, 0.00075106, 0.00087587, 0.00072652, 0.00088163],
    cov2: [0.00021119, 0.00026649, 0.00024646, 0.00022043, 0.000222],
  })

  it('five modalities: one F test of all, ten differences with the same error', () => {
    const { anova, components, equality, differences, modalities } = federica('readers-and-cases')
    expect([anova.modality, anova.reader!, anova.error].map(({ meanSquare }) => meanSquare)).toEqual([
      ...[expect.closeTo(0.00189696, 8), expect.closeTo(0.00729418, 8), expect.closeTo(0.00046221, 8)],
    ])
    expect(components).toMatchObject(near({ reader: '0.00128372', variance: '0.00078912', cov2: '0.00023331' }))
    expect(components.interaction).toBeCloseTo(-0.00001093, 7)
    expect(equality).toMatchObject({
      ...near({ statistic: '3.47', numeratorFreedom: '4', denominatorFreedom: '16.80', p: '0.0305' }),
    })
    expect(differences).toHaveLength(10)
    expect(differences[1]).toMatchObject({
      ...near({ estimate: '0.035325', standardError: '0.01654', statistic: '2.14', p: '0.0477' }),
      ...near({ lower: '0.00040', upper: '0.07025' }),
    })
    expect(differences.map(({ p }) => Number(p.toFixed(4)))).toEqual([
      ...[0.7616, 0.0477, 0.7475, 0.0402, 0.0258, 0.9851, 0.0216, 0.0249, 0.9312, 0.0208],
    ])
    expect(modalities).toMatchObject([
      near({ standardError: '0.028578', degreesOfFreedom: '5.46', lower: '0.77351' }),
      near({ standardError: '0.019928', degreesOfFreedom: '27.72', lower: '0.80942' }),
      near({ standardError: '0.026648', degreesOfFreedom: '7.04', upper: '0.87278' }),
      near({ standardError: '0.029409', degreesOfFreedom: '5.40', upper: '0.92451' }),
      near({ standardError: '0.025758', degreesOfFreedom: '6.78', upper: '0.86971' }),
    ])
  })

  it('five modalities with readers fixed', () => {
    const { equality, differences, modalities } = federica('cases')
    expect(equality).toMatchObject(near({ statistic: '13.60', numeratorFreedom: '4', p: '0.0087' }))
    expect(differences.map(({ p }) => Number(p.toFixed(4)))).toEqual([
      ...[0.7601, 0.0344, 0.7459, 0.0277, 0.0155, 0.9851, 0.0122, 0.0147, 0.9308, 0.0115],
    ])
    expect(modalities[0]).toMatchObject(near({ standardError: '0.018331', lower: '0.80923', upper: '0.88109' }))
  })
})
