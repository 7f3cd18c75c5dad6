import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, styleOf } from './chart.ts'

/** A line of a chart: its name, and its points from left to right. */
export interface ChartLine {
  name: string
  points: readonly { x: number; y: number }[]
}

/** How lines are drawn. */
export interface LineChartOptions extends Drawing {
  height: number
  xLabel: string
  yLabel: string
  /** From the least to the most; by default all that the lines reach. */
  yDomain?: readonly [number, number]
  /** What is aimed at, as a dashed line across. */
  level?: number
  formatY: (value: number) => string
}

const [marginTop, marginBottom, lineHeight] = [24, 40, 14]

/** Told apart without colour. */
const dashes = ['', '6,3', '2,3', '8,3,2,3']

/** Lines over a quantity, each with its name at its right end. */
export function lineChart(lines: readonly ChartLine[], options: LineChartOptions): Chart {
  const { document, width, height, xLabel, yLabel, yDomain, level, formatY } = options
  const ends = spread(
    lines.flatMap(({ name, points }) => {
      const last = points.at(-1)
      return last ? [{ ...last, name }] : []
    }),
    yDomain ? ((yDomain[1] - yDomain[0]) * lineHeight) / (height - marginTop - marginBottom) : 0,
  )
  return Plot.plot({
    document,
    width,
    height,
    style: styleOf(options),
    marginLeft: 60,
    marginRight: 130,
    marginTop,
    marginBottom,
    x: { label: xLabel, labelAnchor: 'center', labelArrow: 'none' },
    y: { label: yLabel, labelArrow: 'none', tickFormat: formatY, ...(yDomain ? { domain: [...yDomain] } : {}) },
    marks: [
      Plot.gridY({ stroke: '#dddddd', strokeOpacity: 1 }),
      ...(level === undefined ? [] : [Plot.ruleY([level], { stroke: 'black', strokeDasharray: '3,2' })]),
      ...lines.map(({ points }, i) =>
        Plot.lineY([...points], {
          x: 'x',
          y: 'y',
          stroke: 'black',
          strokeWidth: 1.5,
          strokeDasharray: dashes[i % dashes.length]!,
        }),
      ),
      Plot.text(ends, { x: 'x', y: 'y', text: 'name', textAnchor: 'start', dx: 6, fill: 'black' }),
    ],
  })
}

/** Names from the top down, none nearer to the one above than a line of text. */
function spread<End extends { y: number }>(ends: readonly End[], least: number): End[] {
  let above = Infinity
  return [...ends]
    .sort((a, b) => b.y - a.y)
    .map((end) => {
      above = Math.min(end.y, above - least)
      return { ...end, y: above }
    })
}
