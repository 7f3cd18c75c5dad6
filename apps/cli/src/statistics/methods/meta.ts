import type { Translator } from '@assay/messages'
import {
  fromScale,
  type Heterogeneity,
  heterogeneity,
  leaveOneSiteOut,
  type PooledSites,
  type PoolingOptions,
  type PoolingScale,
  poolSites,
  type SiteEstimate,
} from '@assay/statistics/many-sites'
import type { Method, MethodInput, MethodResult, NumberFormat, ResultCell, ResultTable } from '../method.ts'
import { between } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { isCommon, readSites, siteSource } from './site-columns.ts'

type Pooled = Extract<PooledSites, { status: 'estimated' }>
type Differences = Extract<Heterogeneity, { status: 'estimated' }>

const scales = ['identity', 'logit', 'log'] as const
const poolingMethods = ['FE', 'DL', 'PM', 'REML'] as const

interface MetaOptions {
  readonly scale?: PoolingScale
  readonly method: PoolingOptions['method']
  readonly hartungKnapp: 'floor' | 'plain' | 'off'
  readonly shareVariance: 'common' | 'own'
  readonly limits: number
}

/** `assay statistics meta`: sites' estimates made one. */
export const meta: Method<MetaOptions> = {
  columns: [
    { name: 'site', kind: 'text', required: true, description: 'cli.statistics.column.site' },
    { name: 'estimate', kind: 'number', required: false, description: 'cli.statistics.meta.column.estimate' },
    { name: 'se', kind: 'number', required: false, description: 'cli.statistics.meta.column.se' },
    { name: 'variance', kind: 'number', required: false, description: 'cli.statistics.meta.column.variance' },
    { name: 'lower', kind: 'number', required: false, description: 'cli.statistics.meta.column.lower' },
    { name: 'upper', kind: 'number', required: false, description: 'cli.statistics.meta.column.upper' },
    { name: 'events', kind: 'count', required: false, description: 'cli.statistics.meta.column.events' },
    { name: 'total', kind: 'count', required: false, description: 'cli.statistics.meta.column.total' },
  ],
  describe: (command, t) =>
    command
      .option('--scale <scale>', t('cli.statistics.meta.scale'), oneOf(scales, '--scale'))
      .option('--method <method>', t('cli.statistics.meta.method'), oneOf(poolingMethods, '--method'), 'REML')
      .option(
        '--hartung-knapp <kind>',
        t('cli.statistics.meta.hartungKnapp'),
        oneOf(['floor', 'plain', 'off'], '--hartung-knapp'),
        'floor',
      )
      .option(
        '--share-variance <kind>',
        t('cli.statistics.meta.shareVariance'),
        oneOf(['common', 'own'], '--share-variance'),
        'common',
      )
      .option('--limits <level>', t('cli.statistics.meta.limits'), (text) => between(text, '--limits'), 0.95),
  run: runMeta,
}

function runMeta({ columns, options, level, t }: MethodInput<MetaOptions>): MethodResult {
  const { method, hartungKnapp, limits, scale: asked, shareVariance } = options
  const source = siteSource(columns)
  const scale = asked ?? (source === 'counts' ? 'logit' : 'identity')
  const rules = { scale, variance: shareVariance, limits }
  const { pooled: sites, own } = readSites(columns, source, rules)
  const interval = method === 'FE' || hartungKnapp === 'off' ? 'normal' : intervals[hartungKnapp]
  const pooling: PoolingOptions = { method, interval, level }
  const pooled = poolSites(sites, pooling)
  const differences = heterogeneity(sites, method === 'FE' ? 'REML' : method, level)
  const left = sites.length > 1 ? leaveOneSiteOut(sites, pooling) : []
  const format = source === 'counts' || scale === 'logit' ? 'share' : 'number'
  const words: Words = { t, scale, format, level }
  return {
    tables: [
      pooledTable(pooled, words),
      differencesTable(differences, words),
      sitesTable(own, pooled, words),
      ...(left.length > 0 ? [leftTable(left, words)] : []),
    ],
    notes: [
      t(`cli.statistics.meta.note.${interval}`),
      t(`cli.statistics.meta.note.scale.${scale}`),
      ...(isCommon(source, rules) ? [t('cli.statistics.meta.note.common')] : []),
    ],
    json: {
      scale,
      method,
      interval,
      level,
      pooled: onNaturalScale(pooled, scale),
      heterogeneity: differences,
      sites,
      own,
      leaveOneSiteOut: left,
    },
  }
}

const intervals = { floor: 'hartung-knapp-floored', plain: 'hartung-knapp' } as const

interface Words {
  t: Translator
  scale: PoolingScale
  format: NumberFormat
  level: number
}

/** The pooled value as it is on the scale of pooling, and beside it as what it stands for. */
function onNaturalScale(pooled: PooledSites, scale: PoolingScale) {
  if (pooled.status === 'undefined') return pooled
  const back = ({ lower, upper }: { lower: number; upper: number }) => ({
    lower: fromScale(scale, lower),
    upper: fromScale(scale, upper),
  })
  const natural = { estimate: fromScale(scale, pooled.estimate), interval: back(pooled.interval) }
  return { ...pooled, natural: { ...natural, prediction: pooled.prediction && back(pooled.prediction) } }
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(10))} %`
}

function valueCell(point: number, { scale, format }: Words): ResultCell {
  return { value: fromScale(scale, point), format }
}

function rangeCell({ lower, upper }: { lower: number; upper: number }, { scale, format }: Words): ResultCell {
  return { lower: fromScale(scale, lower), upper: fromScale(scale, upper), format }
}

function pooledTable(pooled: PooledSites, words: Words): ResultTable {
  const { t, level } = words
  const columns = [
    t('cli.statistics.result.figure'),
    t('cli.statistics.result.estimate'),
    t('cli.statistics.result.interval', { level: percent(level) }),
  ]
  const title = t('cli.statistics.meta.pooled')
  if (pooled.status === 'undefined') return { title, columns, rows: [[title, reason(pooled.reason, t), '']] }
  return { title, columns, rows: pooledRows(pooled, words) }
}

function pooledRows(pooled: Pooled, words: Words): ResultCell[][] {
  const { t, scale } = words
  const test = scale === 'logit' ? [] : [[t('cli.statistics.result.p'), { value: pooled.p, format: 'p' as const }, '']]
  const prediction = pooled.prediction ? rangeCell(pooled.prediction, words) : { none: t('cli.statistics.result.none') }
  return [
    [t('cli.statistics.meta.estimate'), valueCell(pooled.estimate, words), rangeCell(pooled.interval, words)],
    ...(pooled.method === 'FE' ? [] : [[t('cli.statistics.meta.prediction'), '', prediction]]),
    ...test,
  ]
}

function reason(code: Extract<PooledSites, { status: 'undefined' }>['reason'], t: Translator): ResultCell {
  return { none: t(`cli.statistics.meta.reason.${code}`) }
}

function differencesTable(differences: Heterogeneity, { t, level }: Words): ResultTable {
  const title = t('cli.statistics.meta.heterogeneity')
  const columns = [
    t('cli.statistics.result.figure'),
    t('cli.statistics.result.estimate'),
    t('cli.statistics.result.interval', { level: percent(level) }),
  ]
  if (differences.status === 'undefined') return { title, columns, rows: [['Q', reason(differences.reason, t), '']] }
  return { title, columns, rows: differencesRows(differences, t) }
}

function differencesRows(found: Differences, t: Translator): ResultCell[][] {
  const number = (value: number): ResultCell => ({ value, format: 'number' })
  const { testBased, profile } = found
  const none: ResultCell = { none: t('cli.statistics.result.none') }
  return [
    [t('cli.statistics.meta.q', { df: found.degreesOfFreedom }), number(found.q), ''],
    [t('cli.statistics.result.p'), { value: found.p, format: 'p' }, ''],
    ['I²', { value: found.iSquared, format: 'share' }, testBased ? { ...testBased.iSquared, format: 'share' } : none],
    ['H²', number(found.hSquared), testBased ? { ...testBased.hSquared, format: 'number' } : none],
    [`τ² (${found.tauSquaredMethod})`, number(found.tauSquared), { ...profile.tauSquared, format: 'number' }],
    [
      t('cli.statistics.meta.iSquaredOfTau'),
      { value: found.iSquaredOfTau, format: 'share' },
      { ...profile.iSquared, format: 'share' },
    ],
  ]
}

/** Each site with the interval of its own variance, and its share of the weight. */
function sitesTable(sites: readonly SiteEstimate[], pooled: PooledSites, words: Words): ResultTable {
  const { t, level } = words
  return {
    title: t('cli.statistics.meta.sites'),
    columns: [
      t('cli.statistics.column.site'),
      t('cli.statistics.result.estimate'),
      t('cli.statistics.result.interval', { level: percent(level) }),
      t('cli.statistics.meta.weight'),
    ],
    rows: sites.map((site, index) => {
      const own = poolSites([site], { method: 'FE', interval: 'normal', level })
      const share = pooled.status === 'estimated' ? pooled.weights[index]?.share : undefined
      const none = { none: t('cli.statistics.result.none') }
      return [
        site.site,
        valueCell(site.estimate, words),
        own.status === 'estimated' ? rangeCell(own.interval, words) : none,
        share === undefined ? none : { value: share, format: 'share' },
      ]
    }),
  }
}

function leftTable(left: readonly { without: string; pooled: PooledSites }[], words: Words): ResultTable {
  const { t, level } = words
  return {
    title: t('cli.statistics.meta.leaveOneOut'),
    columns: [
      t('cli.statistics.meta.without'),
      t('cli.statistics.result.estimate'),
      t('cli.statistics.result.interval', { level: percent(level) }),
      'τ²',
    ],
    rows: left.map(({ without, pooled }) =>
      pooled.status === 'undefined'
        ? [without, reason(pooled.reason, t), '', '']
        : [
            without,
            valueCell(pooled.estimate, words),
            rangeCell(pooled.interval, words),
            { value: pooled.tauSquared, format: 'number' },
          ],
    ),
  }
}
