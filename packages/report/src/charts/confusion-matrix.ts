import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, fontSize, styleOf } from './chart.ts'
import { textWidth } from './fit-text.ts'

/** A count of a confusion matrix. */
export interface MatrixCount {
  /** Class in the reference. */
  reference: string
  /** Class by the device. */
  device: string
  /** Null where there can be none. */
  count: number | null
  /** Whether both say the same. */
  agrees: boolean
}

/** Words and numbers of a confusion matrix. */
export interface MatrixOptions extends Drawing {
  /** Name of the rows and of the columns. */
  referenceTitle: string
  deviceTitle: string
  /** Classes by their names, rows from the top, columns from the left. */
  references: readonly { id: string; label: string }[]
  devices: readonly { id: string; label: string }[]
  formatCount: (count: number) => string
}

const rowHeight = 26

/**
 * A confusion matrix: counts, each shaded by its share of its row, cells that agree in a frame. It reads the same in black
 * and white.
 */
export function confusionMatrix(counts: readonly MatrixCount[], options: MatrixOptions): Chart {
  const { document, width, references, devices, referenceTitle, deviceTitle, formatCount } = options
  const shares = shareOfRow(counts)
  const label = (all: MatrixOptions['devices']) => (id: string) => all.find((one) => one.id === id)?.label ?? id
  const marginLeft = Math.ceil(Math.max(...references.map((one) => textWidth(one.label))) * fontSize) + 34
  const cell = { x: 'device', y: 'reference', inset: 0.5 } as const
  return Plot.plot({
    document,
    width,
    style: styleOf(options),
    padding: 0,
    marginLeft,
    marginTop: 42,
    marginRight: 2,
    marginBottom: 2,
    height: 44 + rowHeight * references.length,
    x: {
      domain: devices.map(({ id }) => id),
      axis: 'top',
      tickSize: 0,
      tickFormat: label(devices),
      label: deviceTitle,
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      domain: references.map(({ id }) => id),
      tickSize: 0,
      tickFormat: label(references),
      label: referenceTitle,
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    marks: [
      Plot.cell(counts, { ...cell, fill: (one: MatrixCount) => greyOf(shares(one)) }),
      Plot.cell(
        counts.filter(({ agrees }) => agrees),
        { ...cell, fill: 'none', stroke: 'black', strokeWidth: 1.2 },
      ),
      Plot.text(counts, {
        x: 'device',
        y: 'reference',
        text: ({ count }: MatrixCount) => (count === null ? '' : formatCount(count)),
        fill: (one: MatrixCount) => (shares(one) > 0.55 ? 'white' : 'black'),
      }),
    ],
  })
}

/** The share that a count has of its row, 0 where the row is empty. */
function shareOfRow(counts: readonly MatrixCount[]): (one: MatrixCount) => number {
  const sums = new Map<string, number>()
  for (const { reference, count } of counts) sums.set(reference, (sums.get(reference) ?? 0) + (count ?? 0))
  return ({ reference, count }) => (count ? count / (sums.get(reference) ?? count) : 0)
}

/** From white to a grey that white text stands out from. */
function greyOf(share: number): string {
  const level = Math.round(255 - 175 * share)
  return `rgb(${level},${level},${level})`
}
