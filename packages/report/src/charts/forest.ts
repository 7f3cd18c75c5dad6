import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, fontSize, styleOf } from './chart.ts'
import { fitText, textWidth } from './fit-text.ts'
import { type FigureMeasure, formatFigureTick } from './format.ts'

/** A line of a forest plot: an estimate with its interval, bounds without a point, or the reason why there is neither. */
export interface ForestRow {
  label: string
  /** Null where there is none. */
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
  /** What is drawn; absent, shares. */
  measure?: FigureMeasure
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

/** Room for the half of the last tick's words, in pixels. */
const halfTick = 26

interface Line extends ForestRow {
  place: number
}

/**
 * A forest plot of proportions: point and interval, the bound as an upright stroke, the outcome in words and in the shape
 * of its point (filled circle met, filled square not met, empty where nothing could be decided). It reads the same in
 * black and white.
 */
export function forest(rows: readonly ForestRow[], options: ChartOptions): Chart {
  const { document, width, measure, labelWidth = 190, noteWidth = 150 } = options
  const ticks = width < 480 ? 3 : 5
  const lines: Line[] = rows.map((row, place) => ({ ...row, place }))
  const drawn = lines.filter(({ estimate }) => estimate !== null)
  const ruled = lines.filter(({ lower, upper }) => lower !== null && upper !== null)
  const labels = fitAll(
    rows.map(({ label }) => label),
    labelWidth,
  )
  const notes = fitAll(
    rows.map(({ note }) => note),
    noteWidth,
  )
  return Plot.plot({
    document,
    width,
    height: 34 + 28 * rows.length,
    style: styleOf(options),
    marginLeft: labels.pixels,
    marginRight: Math.max(notes.pixels, halfTick),
    marginTop: 6,
    marginBottom: 28,
    x: {
      ...(measure === 'ratio' ? { type: 'log' as const } : {}),
      domain: domainOf(rows, measure),
      ticks,
      label: null,
      tickFormat: (value: number) => formatFigureTick(value, measure),
    },
    y: {
      type: 'band',
      domain: lines.map(({ place }) => place),
      label: null,
      tickSize: 0,
      tickFormat: (place: number) => labels.texts[place] ?? '',
    },
    marks: [
      // Opaque: what is translucent is written into a PDF in an order that changes from run to run.
      Plot.gridX({ ticks, stroke: '#dddddd', strokeOpacity: 1 }),
      Plot.ruleY(ruled, {
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
        x: 'estimate',
        y: 'place',
        stroke: 'black',
        strokeWidth: 1.5,
        r: (line: Line) => (line.isTotal ? 6 : 4.5),
        symbol: (line: Line) => (line.isTotal ? 'diamond' : shapes[line.outcome ?? 'met'].symbol),
        fill: (line: Line) => shapes[line.outcome ?? 'met'].fill,
      }),
      Plot.text(lines, {
        y: 'place',
        text: (line: Line) => notes.texts[line.place] ?? '',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: 'black',
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

/** Shares from a little below the lowest limit or bound to 100 %; else from a little below all to a little above. */
function domainOf(rows: readonly ForestRow[], measure: FigureMeasure): [number, number] {
  const values = rows.flatMap(({ lower, upper, bound, estimate }) =>
    [lower, upper, bound, estimate].filter((value) => typeof value === 'number'),
  )
  if (measure === 'ratio') return ratioDomain(values)
  if (measure === 'difference' || measure === 'number') return numberDomain(values)
  const least = Math.min(1, ...values)
  const step = least > 0.9 ? 0.01 : least > 0.5 ? 0.05 : 0.1
  return [Math.max(0, Math.floor((least - step / 2) / step) * step), 1]
}

function numberDomain(values: readonly number[]): [number, number] {
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)]
  const margin = 0.05 * (most - least) || 0.1
  return [least - margin, most + margin]
}

/** Ratios are drawn on the logarithm; one that is 0 or beyond 1e6 lies at the edge. */
function ratioDomain(values: readonly number[]): [number, number] {
  const logs = values.map((value) => Math.log10(Math.min(1e6, Math.max(1e-6, value))))
  const [least, most] = numberDomain(logs)
  return [10 ** least, 10 ** most]
}
