import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, fontSize, styleOf } from './chart.ts'
import { fitText, textWidth } from './fit-text.ts'

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
  /** The outcome of a criterion, which gives the point its shape. */
  outcome?: keyof typeof shapes
  /** A line over all hospitals is drawn heavier. */
  isTotal?: boolean
}

/** How a forest is drawn. */
export interface ChartOptions extends Drawing {
  /** A share as people read it, e.g. 0.985 → 98.5 %. */
  formatShare: (share: number) => string
  /** Most that labels and notes may take, in pixels; longer ones end in an ellipsis. */
  labelWidth?: number
  noteWidth?: number
}

/** Outcomes are told apart without colour. */
const shapes = {
  met: { symbol: 'circle', fill: 'black' },
  'not-met': { symbol: 'square', fill: 'black' },
  'not-assessable': { symbol: 'circle', fill: 'white' },
  inconclusive: { symbol: 'square', fill: 'white' },
} as const

interface Line extends ForestRow {
  place: number
}

/**
 * A forest plot of proportions: point and interval, the bound as an upright stroke, the outcome in words and in the shape
 * of its point (filled circle met, filled square not met, empty where nothing could be decided). It reads the same in
 * black and white.
 */
export function forest(rows: readonly ForestRow[], options: ChartOptions): Chart {
  const { document, width, formatShare, labelWidth = 190, noteWidth = 150 } = options
  const lines: Line[] = rows.map((row, place) => ({ ...row, place }))
  const drawn = lines.filter(({ estimate }) => estimate !== null)
  const labels = fitAll(
    rows.map(({ label }) => label),
    labelWidth,
  )
  const notes = fitAll(
    rows.map(({ note }) => note),
    noteWidth,
  )
  return Plot.plot({
    ...{ document, width, height: 34 + 28 * rows.length, style: styleOf(options) },
    ...{ marginLeft: labels.pixels, marginRight: notes.pixels, marginTop: 6, marginBottom: 28 },
    x: { domain: domainOf(rows), tickFormat: formatShare, ticks: 5, label: null },
    y: {
      ...{ type: 'band', domain: lines.map(({ place }) => place), label: null, tickSize: 0 },
      tickFormat: (place: number) => labels.texts[place] ?? '',
    },
    marks: [
      // Opaque: what is translucent is written into a PDF in an order that changes from run to run.
      Plot.gridX({ ticks: 5, stroke: '#dddddd', strokeOpacity: 1 }),
      Plot.ruleY(drawn, {
        y: 'place',
        x1: 'lower',
        x2: 'upper',
        strokeWidth: (line: Line) => (line.isTotal ? 3 : 1.5),
      }),
      Plot.tickX(
        lines.filter(({ bound }) => bound !== undefined),
        {
          x: 'bound',
          y: 'place',
          stroke: 'black',
          strokeWidth: 2,
          strokeDasharray: '3,2',
          insetTop: 3,
          insetBottom: 3,
        },
      ),
      Plot.dot(drawn, {
        ...{ x: 'estimate', y: 'place', stroke: 'black', strokeWidth: 1.5 },
        r: (line: Line) => (line.isTotal ? 6 : 4.5),
        symbol: (line: Line) => (line.isTotal ? 'diamond' : shapes[line.outcome ?? 'met'].symbol),
        fill: (line: Line) => shapes[line.outcome ?? 'met'].fill,
      }),
      Plot.text(lines, {
        ...{ y: 'place', text: (line: Line) => notes.texts[line.place] ?? '', frameAnchor: 'right' },
        ...{ textAnchor: 'start', dx: 10, fill: 'black' },
      }),
    ],
  })
}

/** Texts of one side, none wider than `most` pixels, and the pixels that they take with a gap. */
function fitAll(texts: readonly string[], most: number): { texts: string[]; pixels: number } {
  const gap = 14
  const fitted = texts.map((text) => fitText(text, (most - gap) / fontSize))
  return { texts: fitted, pixels: Math.ceil(Math.max(0, ...fitted.map(textWidth)) * fontSize) + gap }
}

/** From a little below the lowest limit or bound to 100 %. */
function domainOf(rows: readonly ForestRow[]): [number, number] {
  const values = rows.flatMap(({ lower, bound, estimate }) => [lower, bound, estimate].filter((value) => value != null))
  const least = Math.min(1, ...(values as number[]))
  const step = least > 0.9 ? 0.01 : least > 0.5 ? 0.05 : 0.1
  return [Math.max(0, Math.floor((least - step / 2) / step) * step), 1]
}
