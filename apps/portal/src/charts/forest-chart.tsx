import { type ForestRow, forest, formatTick } from '@assay/report/charts'
import { useCallback } from 'react'
import { type Drawing, Drawn } from './drawn.tsx'

export type { ForestRow }

/** A forest of the report. `label` says in words what it shows. */
export function ForestChart({ rows, label }: { rows: readonly ForestRow[]; label: string }) {
  const draw = useCallback(
    (drawing: Drawing) =>
      forest(rows, {
        ...drawing,
        labelWidth: 220,
        noteWidth: drawing.width < 560 ? 105 : 130,
        formatShare: formatTick,
      }),
    [rows],
  )
  return <Drawn draw={draw} leastWidth={500} label={label} />
}
