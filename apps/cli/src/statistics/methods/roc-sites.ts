import type { Translator } from '@assay/messages'
import { type SiteArea, type SiteWeights, splitByTruth, stratifiedArea } from '@assay/statistics/roc'
import type { ResultCell, ResultTable } from '../method.ts'
import { areaWith, nameOf, type TestScores } from './roc-tests.ts'

/** The cases of one site. */
function atSite(test: TestScores, site: string): TestScores {
  const own = [...test.truth.keys()].filter((i) => test.sites?.[i] === site)
  const truth = Uint8Array.from(own, (i) => test.truth[i]!)
  const scores = Float64Array.from(own, (i) => test.scores[i]!)
  const patients = test.patients && Int32Array.from(own, (i) => test.patients![i]!)
  return { ...test, truth, scores, classes: splitByTruth(truth, scores), patients }
}

/** Areas within sites put together, and how they differ. */
export function siteRows(tests: readonly TestScores[], weights: SiteWeights) {
  return tests.flatMap((test) => {
    if (!test.sites) return []
    const names = [...new Set(test.sites)].sort()
    const areas = names.map((site) => ({ site, area: areaWith(atSite(test, site)) }))
    const estimated = areas.flatMap(({ site, area }): SiteArea[] =>
      area.status === 'estimated' && area.variance !== null
        ? [{ site, area: area.estimate, variance: area.variance, diseased: area.diseased, healthy: area.healthy }]
        : [],
    )
    return [
      {
        test: test.name,
        sites: areas,
        pooled: stratifiedArea(estimated, weights),
        leftOut: areas.length - estimated.length,
      },
    ]
  })
}

/** A row a site and a row of all put together, test by test. */
export function siteTable(found: ReturnType<typeof siteRows>, t: Translator): ResultTable {
  return {
    title: t('cli.statistics.roc.bySite'),
    columns: [
      ...[t('cli.statistics.result.test'), t('cli.statistics.column.site'), t('cli.statistics.roc.area')],
      ...[t('cli.statistics.roc.error'), 'Q', t('cli.statistics.result.p'), 'I²'],
    ],
    rows: found.flatMap(({ test, sites, pooled }): ResultCell[][] => [
      ...sites.map(({ site, area }): ResultCell[] => [
        ...[nameOf(test, t), site],
        area.status === 'estimated'
          ? { value: area.estimate, format: 'number' }
          : { none: t(`cli.statistics.reason.${area.reason}`) },
        area.status === 'estimated' && area.variance !== null
          ? { value: Math.sqrt(area.variance), format: 'number' }
          : '',
        ...['', '', ''],
      ]),
      pooled.status === 'estimated'
        ? [
            ...[nameOf(test, t), t('cli.statistics.roc.within')],
            { value: pooled.estimate, format: 'number' },
            { value: Math.sqrt(pooled.variance), format: 'number' },
            ...(pooled.heterogeneity
              ? ([
                  { value: pooled.heterogeneity.q, format: 'number' },
                  { value: pooled.heterogeneity.p, format: 'p' },
                  { value: pooled.heterogeneity.iSquared, format: 'share' },
                ] as const)
              : ['', '', '']),
          ]
        : [nameOf(test, t), t('cli.statistics.roc.within'), { none: t('cli.statistics.result.none') }, '', '', '', ''],
    ]),
  }
}
