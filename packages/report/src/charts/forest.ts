import * as Plot from '@observablehq/plot'

/** A line of a forest plot: an estimate with its interval, or the reason why there is none. */
export interface ForestRow {
  label: string
  /** In [0, 1]; null where there is none. */
  estimate: number | null
  lower: number | null
  upper: number | null
  /** Bound that a confidence limit is held against. */
  bound?: number
  /** What stands at the end of the line, e.g. the outcome in words. */
  note: string
  /** A line over all hospitals is drawn heavier. */
  isTotal?: boolean
}

/** How a chart is drawn; the same in a browser and on a server. */
export interface ChartOptions {
  /** The browser's document, or one of a server's DOM. */
  document: NonNullable<Plot.PlotOptions['document']>
  /** Pixels. */
  width: number
  fontFamily: string
  /** A share as people read it, e.g. 0.985 → 98.5 %. */
  formatShare: (share: number) => string
  /** Longest label and note, in pixels. */
  labelWidth?: number
  noteWidth?: number
}

/** A drawn chart: an SVG element. */
export type Chart = ReturnType<typeof Plot.plot>

/**
 * A forest plot of proportions: point and interval, the bound as an upright stroke, the outcome in words. It reads the
 * same in black and white.
 */
export function forest(rows: readonly ForestRow[], options: ChartOptions): Chart {
  const { document, width, fontFamily, formatShare, labelWidth = 190, noteWidth = 150 } = options
  const drawn = rows.filter(({ estimate }) => estimate !== null)
  return Plot.plot({
    document,
    width,
    height: 34 + 28 * rows.length,
    marginLeft: labelWidth,
    marginRight: noteWidth,
    marginTop: 6,
    marginBottom: 28,
    style: { fontFamily, fontSize: '12px', background: 'white', color: 'black' },
    x: { domain: domainOf(rows), tickFormat: formatShare, ticks: 5, label: null, grid: true },
    y: { type: 'band', domain: rows.map(({ label }) => label), label: null, tickSize: 0 },
    marks: [
      Plot.ruleY(drawn, {
        y: 'label',
        x1: 'lower',
        x2: 'upper',
        strokeWidth: (row: ForestRow) => (row.isTotal ? 3 : 1.5),
      }),
      Plot.tickX(
        rows.filter(({ bound }) => bound !== undefined),
        {
          x: 'bound',
          y: 'label',
          stroke: 'black',
          strokeWidth: 2,
          strokeDasharray: '3,2',
          insetTop: 3,
          insetBottom: 3,
        },
      ),
      Plot.dot(drawn, {
        x: 'estimate',
        y: 'label',
        r: (row: ForestRow) => (row.isTotal ? 6 : 4.5),
        symbol: (row: ForestRow) => (row.isTotal ? 'diamond' : 'circle'),
        fill: 'black',
      }),
      Plot.text(rows, { y: 'label', text: 'note', frameAnchor: 'right', textAnchor: 'start', dx: 10, fill: 'black' }),
    ],
  })
}

/** From a little below the lowest limit or bound to 100 %. */
function domainOf(rows: readonly ForestRow[]): [number, number] {
  const values = rows.flatMap(({ lower, bound, estimate }) => [lower, bound, estimate].filter((value) => value != null))
  const least = Math.min(1, ...(values as number[]))
  const step = least > 0.9 ? 0.01 : least > 0.5 ? 0.05 : 0.1
  return [Math.max(0, Math.floor((least - step / 2) / step) * step), 1]
}
