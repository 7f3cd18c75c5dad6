import type { QualityTier, QualityVerdict, VerdictCount } from '@assay/contracts'

export const tableVerdicts = ['accept', 'warn', 'quarantine', 'reject'] as const satisfies readonly QualityVerdict[]

/** What a tier came to in a month: studies by verdict, in the order of `tableVerdicts`, and their sum. */
export interface VerdictRow {
  readonly month: string
  readonly tier: QualityTier
  readonly studies: readonly number[]
  readonly total: number
}

/** A row a month and tier, the newest month first. */
export function verdictRows(counts: readonly VerdictCount[]): VerdictRow[] {
  const groups = Map.groupBy(counts, ({ month, tier }) => `${month} ${tier}`)
  return [...groups.values()]
    .map((own) => {
      const studies = tableVerdicts.map((verdict) => sumOf(own.filter((one) => one.verdict === verdict)))
      return { month: own[0]!.month, tier: own[0]!.tier, studies, total: sumOf(own) }
    })
    .toSorted((a, b) => b.month.localeCompare(a.month) || a.tier - b.tier)
}

/** Studies by verdict of each tier, over all months, and which months these are; undefined without any. */
export function verdictTotals(counts: readonly VerdictCount[]) {
  const months = counts.map(({ month }) => month).toSorted()
  const [from, to] = [months[0], months.at(-1)]
  if (!from || !to) return undefined
  const tiers = verdictRows(counts.map((one) => ({ ...one, month: from }))).map(({ tier, studies, total }) => ({
    tier,
    studies,
    total,
  }))
  return { from, to, tiers }
}

function sumOf(counts: readonly VerdictCount[]): number {
  return counts.reduce((sum, { studies }) => sum + studies, 0)
}
