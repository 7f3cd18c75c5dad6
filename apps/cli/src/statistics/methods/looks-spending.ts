import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  evenlyAccumulating,
  falseApproval,
  falseApprovals,
  type Look,
  type LookFamily,
  overlappingFamily,
  spendOverFamily,
  spendOverLooks,
} from '@assay/statistics/looks'
import type { MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { writePicture } from '../write-picture.ts'
import { type LookCases, readLookCases } from './look-cases.ts'
import { exposuresOf, exposureTable } from './look-exposure.ts'
import type { LooksOptions } from './looks-options.ts'
import { judgeResults } from './looks-results.ts'

const share = (value: number): ResultCell => ({ value, format: 'share' })
const number = (value: number): ResultCell => ({ value, format: 'number' })

/** Looks that are planned: of cases that a table names, of cases that accumulate, or of whatever they depend on. */
interface Planned {
  readonly kind: 'overlap' | 'accumulating' | 'any'
  readonly names: readonly string[]
  readonly looks: readonly Look[]
  readonly family?: LookFamily
  readonly cases?: LookCases
}

/** Errors and limits of the looks, false approvals, and what results came to. */
export async function spend(chosen: LooksOptions, input: MethodInput): Promise<MethodResult> {
  const { standing, level, t } = input
  const plan = planOf(chosen, input)
  const results = judgeResults(chosen, plan, level, t)
  const rates = ratesOf(chosen, plan)
  const exposures = plan.cases && exposuresOf(input.columns, plan.names, chosen, level)
  if (chosen.picture) await draw(chosen.picture, rates, chosen.alpha, standing, t)
  return {
    tables: [
      spendingTable(plan, t),
      ...(plan.cases && plan.family ? [casesTable(plan.cases, t), correlationTable(plan.names, plan.family, t)] : []),
      ...(exposures ? [exposureTable(exposures, level, t)] : []),
      ...(results?.tables ?? []),
      rateTable(rates, plan, chosen.correlation ?? usualCorrelation, t),
    ],
    notes: [
      t(`cli.statistics.looks.note.${plan.kind}`, { sameCase: chosen.sameCase ?? 1 }),
      ...(plan.kind === 'any' ? [t('cli.statistics.looks.note.limit')] : []),
      ...(exposures ? [t(`cli.statistics.looks.note.exposure.${chosen.endpoint ?? 'score'}`)] : []),
      ...(results?.notes ?? []),
    ],
    json: {
      spending: chosen.spending,
      alpha: chosen.alpha,
      accumulating: chosen.accumulating ?? false,
      ...(plan.cases ? { sameCase: chosen.sameCase ?? 1 } : { correlation: chosen.correlation ?? usualCorrelation }),
      looks: plan.looks,
      falseApproval: rates,
      ...(plan.cases && { names: plan.names, overlap: plan.cases.overlap, correlations: plan.family?.correlation }),
      ...(exposures && { endpoint: chosen.endpoint ?? 'score', exposures }),
      ...(results && { results: results.json }),
    },
  }
}

function planOf(chosen: LooksOptions, { columns, progress }: MethodInput): Planned {
  const { spending, alpha, accumulating, looks: count = usualLooks, sameCase = 1 } = chosen
  if (columns.rows > 0) {
    checkTableOptions(chosen)
    const cases = readLookCases(columns)
    const family = familyOf(cases, sameCase, columns.file)
    return {
      kind: 'overlap',
      names: cases.names,
      looks: spendOverFamily(spending, alpha, family, progress),
      family,
      cases,
    }
  }
  const names = Array.from({ length: count }, (_, i) => `${i + 1}`)
  for (const [option, value] of Object.entries({ '--same-case': chosen.sameCase, '--endpoint': chosen.endpoint }))
    if (value !== undefined) throw new AssayError('option-invalid', { option, what: 'option-only-with-table' })
  if (!accumulating) return { kind: 'any', names, looks: spendOverLooks(spending, alpha, count) }
  const family = evenlyAccumulating(count)
  return { kind: 'accumulating', names, looks: spendOverFamily(spending, alpha, family), family }
}

const usualLooks = 5
const usualCorrelation = 0.5

/** A table says how many looks there are, and how they depend on each other. */
function checkTableOptions({ accumulating, looks: count, correlation }: LooksOptions): void {
  const given = { '--accumulating': accumulating, '--looks': count, '--correlation': correlation }
  for (const [option, value] of Object.entries(given))
    if (value !== undefined) throw new AssayError('option-invalid', { option, what: 'option-not-with-table' })
}

/** As many looks as their joint distribution is computed for. */
const mostLooks = 20

function familyOf({ names, overlap }: LookCases, sameCase: number, file: string): LookFamily {
  if (names.length > mostLooks) throw new AssayError('table-refused', { file, what: 'looks-too-many' })
  const family = overlappingFamily(overlap, sameCase)
  if (!family) throw new AssayError('table-refused', { file, what: 'look-counts-impossible' })
  return family
}

interface Rate {
  readonly looks: number
  readonly without: number
  readonly with: number
}

/** Of the looks that the table names; or of one to twenty, each two correlated alike. */
function ratesOf(
  { alpha, correlation = usualCorrelation, spending }: LooksOptions,
  { kind, looks, family }: Planned,
): Rate[] {
  const unspent = spendOverLooks('fixed', alpha, 1)[0]!.quantile
  if (kind === 'overlap') {
    const without = falseApprovals(new Array<number>(looks.length).fill(unspent), family!)
    return looks.map(({ look, spent }, i) => ({ looks: look, without: without[i]!, with: spent }))
  }
  return Array.from({ length: 20 }, (_, i) => ({
    looks: i + 1,
    without: falseApproval(new Array<number>(i + 1).fill(unspent), correlation),
    with: falseApproval(
      spendOverLooks(spending, alpha, i + 1).map(({ quantile }) => quantile),
      correlation,
    ),
  }))
}

async function draw(picture: string, rates: readonly Rate[], alpha: number, standing: string, t: Translator) {
  await writePicture(picture, standing, {
    lines: (['without', 'with'] as const).map((side) => ({
      name: t(`cli.statistics.looks.${side}`),
      points: rates.map((one) => ({ x: one.looks, y: one[side] })),
    })),
    xLabel: t('cli.statistics.looks.number'),
    yLabel: t('cli.statistics.looks.rate'),
    yDomain: [0, Math.ceil(20 * rates.at(-1)!.without) / 20] as const,
    level: alpha,
  })
}

function spendingTable({ looks, names }: Planned, t: Translator): ResultTable {
  return {
    title: t('cli.statistics.looks.title'),
    columns: [
      ...[t('cli.statistics.looks.look'), t('cli.statistics.looks.spent')],
      ...[t('cli.statistics.looks.own'), t('cli.statistics.looks.confidence'), 'z'],
    ],
    rows: looks.map(({ spent, alpha, quantile }, i): ResultCell[] => [
      ...[names[i]!, share(spent), share(alpha)],
      ...[`${(100 * (1 - alpha)).toFixed(4)} %`, number(quantile)],
    ]),
  }
}

/** Cases of each look, those used before and those never used apart. */
function casesTable({ names, overlap }: LookCases, t: Translator): ResultTable {
  const from = (fewest: number, most: number, format: 'count' | 'share'): ResultCell =>
    fewest === most ? { value: most, format } : { lower: fewest, upper: most, format }
  return {
    title: t('cli.statistics.looks.casesTitle'),
    columns: (['look', 'casesColumn', 'reused', 'neverUsed', 'neverUsedShare'] as const).map((key) =>
      t(`cli.statistics.looks.${key}`),
    ),
    rows: names.map((name, i): ResultCell[] => {
      const [cases, { fewest, most }] = [overlap.shared[i]![i]!, overlap.neverUsed[i]!]
      return [
        ...[name, { value: cases, format: 'count' } as const, from(cases - most, cases - fewest, 'count')],
        ...[from(fewest, most, 'count'), from(fewest / cases, most / cases, 'share')],
      ]
    }),
  }
}

function correlationTable(names: readonly string[], { correlation }: LookFamily, t: Translator): ResultTable {
  return {
    title: t('cli.statistics.looks.correlationTitle'),
    columns: [t('cli.statistics.looks.look'), ...names],
    rows: correlation.map((row, i): ResultCell[] => [names[i]!, ...row.map(number)]),
  }
}

function rateTable(rates: readonly Rate[], { kind, names }: Planned, correlation: number, t: Translator): ResultTable {
  const isOverlap = kind === 'overlap'
  return {
    title: t(`cli.statistics.looks.${isOverlap ? 'ratesOverlap' : 'rates'}`, { correlation }),
    columns: [
      t(`cli.statistics.looks.${isOverlap ? 'upTo' : 'number'}`),
      ...[t('cli.statistics.looks.without'), t('cli.statistics.looks.with')],
    ],
    rows: rates
      .filter((one) => isOverlap || [1, 2, 3, 5, 10, 20].includes(one.looks))
      .map((one): ResultCell[] => [
        isOverlap ? names[one.looks - 1]! : `${one.looks}`,
        ...[share(one.without), share(one.with)],
      ]),
  }
}
