import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { dorfmanBerbaumMetz } from './dorfman-berbaum-metz.ts'
import { meritStudy } from './merit.ts'
import type { RandomFactors } from './obuchowski-rockette.ts'
import { assembleStudy, type Reading } from './reading.ts'
import { analyse, auc, level } from './testing/reader-studies.ts'
import { uStatistics } from './u-statistics.ts'

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
      distribution: 'f',
      denominatorFreedom: 113,
      statistic: expect.closeTo(5.4759532, 7),
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
