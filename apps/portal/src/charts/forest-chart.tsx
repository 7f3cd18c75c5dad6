import { forest, formatTick, type ForestRow as ReportRow } from '@assay/report/charts'
import { useCallback } from 'react'
import { type Drawing, Drawn } from './drawn.tsx'

/** A line of a forest, with fewer words where there is little room. */
export interface ForestRow extends ReportRow {
  readonly shortLabel?: string
  readonly shortNote?: string
}

/** Narrower than this, in pixels, a forest has little room. */
const roomy = 560

/** A forest of the report. `label` says in words what it shows. */
export function ForestChart({ rows, label }: { rows: readonly ForestRow[]; label: string }) {
  const draw = useCallback(
    (drawing: Drawing) =>
      drawing.width < roomy
        ? forest(rows.map(shorten), { ...drawing, ...{ labelWidth: 140, noteWidth: 75, formatShare: formatTick } })
        : forest(rows, { ...drawing, ...{ labelWidth: 220, noteWidth: 130, formatShare: formatTick } }),
    [rows],
  )
  return <Drawn draw={draw} leastWidth={300} label={label} />
}

function shorten({ shortLabel, shortNote, ...row }: ForestRow): ReportRow {
  return { ...row, label: shortLabel ?? row.label, note: shortNote ?? row.note }
}
