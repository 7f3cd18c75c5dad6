import { AssayError } from '@assay/contracts'
import {
  type PoolingScale,
  type SiteEstimate,
  scaleCounts,
  scaleInterval,
  scaleStandardError,
  shareLogits,
} from '@assay/statistics/many-sites'
import type { Columns } from '../tables/columns.ts'

/** What a table of sites may give them as, in the order in which it is looked for. */
export type SiteSource = 'counts' | 'standard-error' | 'variance' | 'interval'

/** How sites' numbers are read. */
export interface SiteRules {
  readonly scale: PoolingScale
  /** Of counts on the logit: the variance that goes with the share of all sites, or with each site's own. */
  readonly variance: 'common' | 'own'
  /** Level of the intervals in the table, in (0, 1). */
  readonly limits: number
}

/** What the table gives: counts where it has them, else estimates with a standard error, a variance, or an interval. */
export function siteSource(columns: Columns): SiteSource {
  const has = (...names: string[]) => names.every((name) => columns.has(name))
  if (has('events', 'total')) return 'counts'
  if (has('estimate', 'se')) return 'standard-error'
  if (has('estimate', 'variance')) return 'variance'
  if (has('estimate', 'lower', 'upper')) return 'interval'
  throw new AssayError('table-refused', { file: columns.file, what: 'sites-without-numbers' })
}

/** Sites on the scale of pooling: as they are pooled, and each as it stands alone, by its own variance. */
export interface ReadSites {
  readonly pooled: readonly SiteEstimate[]
  readonly own: readonly SiteEstimate[]
}

/**
 * The sites of a table.
 * @throws AssayError for a site twice, counts, estimates or variances that the scale can't hold
 */
export function readSites(columns: Columns, source: SiteSource, rules: SiteRules): ReadSites {
  const names = columns.text('site')
  const twice = names.findIndex((name, row) => names.indexOf(name) !== row)
  if (twice >= 0) throw invalid(columns, twice, 'site', 'site-twice')
  const own = names.map((site, row) => ({ site, ...scaledAt(columns, row, source, rules) }))
  if (!isCommon(source, rules)) return { pooled: own, own }
  const [events, totals] = [columns.number('events'), columns.number('total')]
  const shares = names.map((site, row) => ({ site, share: events[row]! / totals[row]!, trials: totals[row]! }))
  return { pooled: shareLogits(shares), own }
}

/** Whether sites are pooled with the variance that goes with the share of all. */
export function isCommon(source: SiteSource, { scale, variance }: SiteRules): boolean {
  return source === 'counts' && scale === 'logit' && variance === 'common'
}

function scaledAt(columns: Columns, row: number, source: SiteSource, { scale, limits }: SiteRules) {
  const at = (name: string) => columns.number(name)[row]!
  const [column, scaled] = {
    counts: ['events', () => scaleCounts(scale, at('events'), at('total'))] as const,
    'standard-error': ['se', () => scaleStandardError(scale, at('estimate'), at('se'))] as const,
    variance: ['variance', () => scaleStandardError(scale, at('estimate'), Math.sqrt(at('variance')))] as const,
    interval: [
      'lower',
      () => scaleInterval(scale, at('estimate'), { lower: at('lower'), upper: at('upper'), level: limits }),
    ] as const,
  }[source]
  try {
    return scaled()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const onEstimate = error.message.startsWith('estimate')
    throw invalid(columns, row, onEstimate ? 'estimate' : column, onEstimate ? `value-on-${scale}` : `value-${source}`)
  }
}

function invalid(columns: Columns, row: number, column: string, what: string): AssayError {
  return new AssayError('table-value-invalid', { file: columns.file, line: columns.lineOf(row), column, what })
}
