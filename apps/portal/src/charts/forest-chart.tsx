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
      ...{ document, width: Math.max(width, 560), labelWidth: 220, noteWidth: 130 },
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
