import type { Translator } from '@assay/messages'
import type {
  ModalityDifference,
  PseudovalueResult,
  ReaderStudyResult,
  UStatisticResult,
} from '@assay/statistics/readers'
import type { ResultCell, ResultTable } from '../method.ts'

const number = (value: number): ResultCell => ({ value, format: 'number' })
const p = (value: number): ResultCell => ({ value, format: 'p' })

function intervalName(level: number, t: Translator): string {
  return t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` })
}

/** Infinite degrees of freedom are the normal distribution's. */
function freedom(value: number): ResultCell {
  return value === Infinity ? '∞' : number(value)
}

export function modalityTable(
  modalities: readonly {
    modality: string
    estimate: number
    standardError: number
    degreesOfFreedom: number
    lower: number
    upper: number
  }[],
  level: number,
  t: Translator,
): ResultTable {
  return {
    title: t('cli.statistics.reader-study.modalities'),
    columns: [
      ...[t('cli.statistics.reader-study.modality'), t('cli.statistics.result.estimate')],
      ...[intervalName(level, t), t('cli.statistics.result.standardError'), t('cli.statistics.reader-study.freedom')],
    ],
    rows: modalities.map(({ modality, estimate, standardError, degreesOfFreedom, lower, upper }): ResultCell[] => [
      ...[modality, number(estimate), { lower, upper, format: 'number' } as const],
      ...[number(standardError), freedom(degreesOfFreedom)],
    ]),
  }
}

export function differenceTable(differences: readonly ModalityDifference[], level: number, t: Translator): ResultTable {
  const hasMargin = differences.some(({ margin }) => margin)
  return {
    title: t('cli.statistics.reader-study.differences'),
    columns: [
      ...[t('cli.statistics.reader-study.difference'), t('cli.statistics.result.estimate'), intervalName(level, t)],
      ...[t('cli.statistics.result.standardError'), 't', t('cli.statistics.reader-study.freedom'), 'p'],
      ...(hasMargin
        ? [t('cli.statistics.reader-study.nonInferiority'), t('cli.statistics.reader-study.equivalence')]
        : []),
    ],
    rows: differences.map((one): ResultCell[] => [
      ...[`${one.first} − ${one.second}`, number(one.estimate)],
      ...[{ lower: one.lower, upper: one.upper, format: 'number' } as const, number(one.standardError)],
      ...[number(one.statistic), freedom(one.degreesOfFreedom), p(one.p)],
      ...(one.margin ? [p(one.margin.nonInferiority.p), p(one.margin.equivalence.p)] : []),
    ]),
  }
}

export function equalityTable(equality: ReaderStudyResult['equality'], t: Translator): ResultTable {
  const { distribution, statistic, numeratorFreedom, denominatorFreedom, p: value } = equality
  return {
    title: t('cli.statistics.reader-study.equality'),
    columns: ['', t('cli.statistics.reader-study.statistic'), t('cli.statistics.reader-study.freedom'), 'p'],
    rows: [
      [
        ...[distribution === 'f' ? 'F' : 'χ²', number(statistic)],
        distribution === 'f'
          ? `${numeratorFreedom}; ${Number(denominatorFreedom.toPrecision(5))}`
          : `${numeratorFreedom}`,
        p(value),
      ],
    ],
  }
}

export function componentTable(components: ReaderStudyResult['components'], t: Translator): ResultTable {
  const { variance, cov1, cov2, cov3, reader, interaction } = components
  const correlation = (covariance: number): ResultCell => (variance > 0 ? number(covariance / variance) : '')
  const word = (name: 'reader' | 'interaction' | 'readersNested' | 'variance' | 'cov1' | 'cov2' | 'cov3') =>
    t(`cli.statistics.reader-study.component.${name}`)
  return {
    title: t('cli.statistics.reader-study.components'),
    columns: ['', t('cli.statistics.result.estimate'), t('cli.statistics.reader-study.correlation')],
    rows: [
      ...(reader === undefined
        ? [[word('readersNested'), number(interaction), '']]
        : [
            [word('reader'), number(reader), ''],
            [word('interaction'), number(interaction), ''],
          ]),
      [word('variance'), number(variance), ''],
      [word('cov1'), number(cov1), correlation(cov1)],
      [word('cov2'), number(cov2), correlation(cov2)],
      [word('cov3'), number(cov3), correlation(cov3)],
    ],
  }
}

export function pseudovalueTable({ components }: PseudovalueResult, t: Translator): ResultTable {
  return {
    title: t('cli.statistics.reader-study.components'),
    columns: ['', t('cli.statistics.result.estimate')],
    rows: (Object.keys(components) as (keyof typeof components)[]).map((name) => [
      t(`cli.statistics.reader-study.pseudovalue.${name}`),
      number(components[name]),
    ]),
  }
}

export function meritTable(
  { merits, design }: Pick<ReaderStudyResult, 'merits' | 'design'>,
  t: Translator,
): ResultTable {
  const hasBlocks = design === 'blocks'
  return {
    title: t('cli.statistics.reader-study.byReader'),
    columns: [
      ...[t('cli.statistics.reader-study.modality'), t('cli.statistics.reader-study.reader')],
      ...(hasBlocks ? [t('cli.statistics.reader-study.block')] : []),
      ...[t('cli.statistics.result.estimate'), t('cli.statistics.result.standardError')],
    ],
    rows: merits.map(({ modality, reader, block, estimate, standardError }): ResultCell[] => [
      ...[modality, reader, ...(hasBlocks ? [`${block + 1}`] : [])],
      ...[number(estimate), number(standardError)],
    ]),
  }
}

/** What blocks, as of hospitals, come to on their own. */
export function blockTable({ blocks }: Pick<ReaderStudyResult, 'blocks'>, t: Translator): ResultTable {
  const [{ means, differences }] = blocks as [ReaderStudyResult['blocks'][number]]
  return {
    title: t('cli.statistics.reader-study.blocks'),
    columns: [
      ...[t('cli.statistics.reader-study.block'), t('cli.statistics.reader-study.blockReaders')],
      ...[t('cli.statistics.reader-study.blockCases'), ...means.map(({ modality }) => modality)],
      ...differences.map(({ first, second }) => `${first} − ${second}`),
    ],
    rows: blocks.map((one, i): ResultCell[] => [
      ...[`${i + 1}`, one.readers.join(', '), { value: one.cases, format: 'count' } as const],
      ...one.means.map(({ estimate }) => number(estimate)),
      ...one.differences.map(({ estimate }) => number(estimate)),
    ]),
  }
}

export function momentTable({ modalities, differences }: UStatisticResult, t: Translator): ResultTable {
  const columns = [
    ...modalities.map(({ modality, moments }) => ({ name: modality, moments })),
    ...differences.map(({ first, second, moments }) => ({ name: `${first} × ${second}`, moments })),
  ]
  const names = columns[0]!.moments.map(({ name }) => name)
  return {
    title: t('cli.statistics.reader-study.moments'),
    columns: ['', t('cli.statistics.reader-study.coefficient'), ...columns.map(({ name }) => name)],
    rows: names.map((name, i): ResultCell[] => [
      ...[t(`cli.statistics.reader-study.moment.${name}`), number(columns[0]!.moments[i]!.coefficient)],
      ...columns.map(({ moments }): ResultCell => {
        const { moment } = moments[i]!
        return moment === undefined ? { none: t('cli.statistics.result.none') } : number(moment)
      }),
    ]),
  }
}
