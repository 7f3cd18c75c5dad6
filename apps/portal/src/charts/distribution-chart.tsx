import type { DistributionAxis } from '@assay/contracts'
import { type CountedGroup, shareRanges } from '@assay/report/charts'
import { useCallback } from 'react'
import { useTexts } from '../app/texts.ts'
import { axisTitle, cellLabels } from './distribution-words.ts'
import { type Drawing, Drawn } from './drawn.tsx'

interface DistributionChartProps {
  readonly axis: DistributionAxis
  readonly groups: readonly CountedGroup[]
}

/** Shares of patients by the cells of a quantity, a band for each group. */
export function DistributionChart({ axis, groups }: DistributionChartProps) {
  const { t, locale } = useTexts()
  const cells = cellLabels(axis, t, locale)
  const draw = useCallback(
    (drawing: Drawing) => {
      const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
      return shareRanges(groups, {
        ...drawing,
        width: Math.min(drawing.width, 820),
        cells: cellLabels(axis, t, locale),
        formatShare: (one) => share.format(one),
      })
    },
    [axis, groups, t, locale],
  )
  const words = groups.map(({ label, extents }) => {
    const counts = extents.map(({ lower, upper }, i) => `${cells[i]}: ${lower === upper ? lower : `${lower}–${upper}`}`)
    return `${label}: ${counts.join(', ')}`
  })
  return <Drawn draw={draw} leastWidth={340} label={`${axisTitle(axis, t)}. ${words.join('; ')}`} />
}
