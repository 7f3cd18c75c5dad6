import { type FigureMeasure, forest, type ForestRow as ReportRow } from '@assay/report/charts'
import { useCallback } from 'react'
import { type Drawing, Drawn } from './drawn.tsx'

/** A line of a forest, with fewer words where there is little room. */
export interface ForestRow extends ReportRow {
  readonly shortLabel?: string
  readonly shortNote?: string
}

/** Narrower than this, in pixels, a forest has little room. */
const roomy = 560

interface ForestChartProps {
  readonly rows: readonly ForestRow[]
  readonly measure: FigureMeasure
  /** Says in words what it shows. */
  readonly label: string
}

/** A forest of the report. */
export function ForestChart({ rows, measure, label }: ForestChartProps) {
  const draw = useCallback(
    (drawing: Drawing) =>
      drawing.width < roomy
        ? forest(rows.map(shorten), { ...drawing, labelWidth: 140, noteWidth: 75, measure })
        : forest(rows, { ...drawing, labelWidth: 220, noteWidth: 130, measure }),
    [rows, measure],
  )
  return <Drawn draw={draw} leastWidth={300} label={label} />
}

function shorten({ shortLabel, shortNote, ...row }: ForestRow): ReportRow {
  return { ...row, label: shortLabel ?? row.label, note: shortNote ?? row.note }
}
