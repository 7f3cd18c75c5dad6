import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, fontSize, styleOf } from './chart.ts'
import { fitText, textWidth } from './fit-text.ts'

/** How the cases of one hospital ended. */
export interface CompletionRow {
  label: string
  completed: number
  failed: number
  /** What stands at the end of the bar: the counts in words. */
  note: string
}

/** How completion is drawn. */
export interface CompletionOptions extends Drawing {
  formatCount: (count: number) => string
  /** Most that labels and notes may take, in pixels. */
  labelWidth?: number
  noteWidth?: number
}

interface Part {
  place: number
  from: number
  to: number
  isFailed: boolean
}

/** Bars of completed (grey) and failed (black) cases by hospital. */
export function completionBars(rows: readonly CompletionRow[], options: CompletionOptions): Chart {
  const { document, width, formatCount, labelWidth = 190, noteWidth = 190 } = options
  const side = (texts: string[], most: number) => {
    const fitted = texts.map((text) => fitText(text, (most - 14) / fontSize))
    return { fitted, pixels: Math.ceil(Math.max(0, ...fitted.map(textWidth)) * fontSize) + 14 }
  }
  const labels = side(
    rows.map(({ label }) => label),
    labelWidth,
  )
  const notes = side(
    rows.map(({ note }) => note),
    noteWidth,
  )
  const most = Math.max(1, ...rows.map(({ completed, failed }) => completed + failed))
  const places = rows.map((_, place) => place)
  return Plot.plot({
    document,
    width,
    height: 34 + 24 * rows.length,
    style: styleOf(options),
    marginLeft: labels.pixels,
    marginRight: notes.pixels,
    marginTop: 6,
    marginBottom: 28,
    x: {
      domain: [0, most],
      label: null,
      ticks: Math.min(5, most),
      tickFormat: formatWhole(formatCount),
    },
    y: {
      type: 'band',
      domain: places,
      label: null,
      tickSize: 0,
      padding: 0.35,
      tickFormat: (place: number) => labels.fitted[place] ?? '',
    },
    marks: [
      Plot.barX(rows.flatMap(partsOf), {
        y: 'place',
        x1: 'from',
        x2: 'to',
        stroke: 'black',
        strokeWidth: 0.8,
        fill: ({ isFailed }: Part) => (isFailed ? 'black' : '#d0d0d0'),
      }),
      Plot.text(places, {
        y: (place: number) => place,
        text: (place: number) => notes.fitted[place] ?? '',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: 'black',
      }),
    ],
  })
}

function partsOf({ completed, failed }: CompletionRow, place: number): Part[] {
  return [
    { place, from: 0, to: completed, isFailed: false },
    { place, from: completed, to: completed + failed, isFailed: true },
  ].filter(({ from, to }) => to > from)
}

function formatWhole(format: (count: number) => string): (count: number) => string {
  return (count) => (Number.isInteger(count) ? format(count) : '')
}
