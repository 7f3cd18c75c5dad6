import type { DistributionAxis, ReleasedCount } from '@assay/contracts'
import type { MessageKey, Translator } from '@assay/messages'
import { formatCount, formatNumber } from '../app/formats.ts'

/** Units whose way of writing is not their code in UCUM. */
const units: Readonly<Record<string, string>> = { "[hnsf'U]": 'HU', '1': '', '{count}': '' }
const unitWords = { a: 'years', '/min': 'perMinute', s: 'seconds' } as const

/** An axis by its name and unit. */
export function axisTitle({ name, ...axis }: DistributionAxis, t: Translator): string {
  const title = t(`qualityNames.quantity.${name}` as MessageKey)
  if (!('unit' in axis)) return title
  const word = Object.hasOwn(unitWords, axis.unit) ? unitWords[axis.unit as keyof typeof unitWords] : undefined
  const unit = word ? t(`distributions.${word}`) : (units[axis.unit] ?? axis.unit)
  return unit ? `${title} (${unit})` : title
}

/** The cells of an axis in words, in order. */
export function cellLabels(axis: DistributionAxis, t: Translator, locale: string): string[] {
  if ('values' in axis) {
    const named = axis.values.map((value) =>
      axis.name === 'sex' ? t(`distributions.sex.${value}` as MessageKey) : value,
    )
    return [...named, t('distributions.other')]
  }
  if (axis.name === 'fundus-grade')
    return ([0, 1, 2] as const).map((grade) => t(`qualityNames.gradability.grade${grade}`))
  const edges = axis.edges.map((edge) => formatNumber(edge, locale))
  const between = edges.slice(1).map((edge, i) => `${edges[i]} – ${edge}`)
  return [t('distributions.below', { edge: edges[0]! }), ...between, t('distributions.from', { edge: edges.at(-1)! })]
}

/** A count as it leaves, in words. */
export function countWords(released: ReleasedCount, t: Translator, locale: string): string {
  switch (released.kind) {
    case 'exact':
      return formatCount(released.value, locale)
    case 'rounded':
      return t('distributions.rounded', {
        value: formatCount(released.value, locale),
        away: formatNumber(released.to / 2, locale),
      })
    case 'suppressed':
      return t('distributions.suppressed', { below: formatCount(released.below, locale) })
  }
}
