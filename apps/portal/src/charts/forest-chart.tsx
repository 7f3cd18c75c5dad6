import { type ForestRow, forest, formatTick } from '@assay/report/charts'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'

export type { ForestRow }

/** A forest as wide as its place, the report's own. `label` says in words what it shows. */
export function ForestChart({ rows, label }: { rows: readonly ForestRow[]; label: string }) {
  const { ref, width } = useElementSize()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const chart = forest(rows, {
      ...{ document, ...sizesFor(width) },
      fontFamily: 'var(--assay-font)',
      formatShare: formatTick,
    })
    place.current?.replaceChildren(chart)
  }, [rows, width])
  return (
    <div ref={ref} className="chart" role="img" aria-label={label}>
      <div ref={place} aria-hidden="true" />
    </div>
  )
}

/** On a narrow screen the chart keeps a readable width and is scrolled. */
function sizesFor(width: number): { width: number; labelWidth: number; noteWidth: number } {
  if (width < 560) return { width: 500, labelWidth: 210, noteWidth: 105 }
  return { width, labelWidth: 220, noteWidth: 130 }
}
