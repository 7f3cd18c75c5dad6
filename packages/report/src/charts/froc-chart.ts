import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, styleOf } from './chart.ts'
import { formatTick } from './format.ts'
import type { FrocCounts } from './froc-counts.ts'

/** A sensitivity that the protocol asks for, with its interval. */
export interface FrocRate {
  readonly rate: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/** Words of the axes. */
export interface FrocOptions extends Drawing {
  xLabel: string
  yLabel: string
}

const height = 300
/** Places at which the straight pieces are drawn, which a stretched axis bends. */
const places = 240

/**
 * An FROC curve: sensitivity over false positives a scan, the axis stretched like a logarithm from the least to the largest rate asked for.
 * Dots are the thresholds, bars the intervals at the rates. It reads the same in black and white.
 */
export function frocChart({ points }: FrocCounts, rates: readonly FrocRate[], options: FrocOptions): Chart {
  const { document, width, xLabel, yLabel } = options
  const domain = rangeOf(rates)
  const dots = points.filter(({ rate }) => rate >= domain[0] && rate <= domain[1])
  const { line, end } = lineOf(points, domain)
  return Plot.plot({
    document,
    width,
    height,
    style: styleOf(options),
    marginLeft: 52,
    marginRight: 20,
    marginTop: 24,
    marginBottom: 42,
    x: {
      domain: domain.map(Math.log2),
      label: xLabel,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: rates.map(({ rate }) => Math.log2(rate)),
      tickFormat: (place: number) => `${Number((2 ** place).toPrecision(3))}`,
    },
    y: { domain: [0, 1], label: yLabel, labelArrow: 'none', tickFormat: (share: number) => formatTick(share) },
    marks: [
      Plot.gridY({ stroke: '#dddddd', strokeOpacity: 1 }),
      Plot.lineY(line, { x: log, y: 'y', stroke: 'black', strokeWidth: 1.5 }),
      ...(end ? [Plot.lineY(end, { x: log, y: 'y', stroke: 'black', strokeWidth: 1.5, strokeDasharray: '2,3' })] : []),
      Plot.dot(dots, { x: log, y: 'sensitivity', r: 2.5, fill: 'white', stroke: 'black' }),
      Plot.ruleX(rates, { x: log, y1: 'lower', y2: 'upper', stroke: 'black', strokeWidth: 1 }),
      Plot.dot(rates, { x: log, y: 'lower', symbol: 'square', r: 1.5, fill: 'black' }),
      Plot.dot(rates, { x: log, y: 'upper', symbol: 'square', r: 1.5, fill: 'black' }),
    ],
  })
}

const log = ({ rate }: { readonly rate: number }) => Math.log2(rate)

/** From below the least rate to above the largest. */
function rangeOf(rates: readonly FrocRate[]): readonly [number, number] {
  const all = rates.map(({ rate }) => rate)
  return [Math.min(...all) / 1.5, Math.max(...all) * 1.5]
}

/** The curve, straight between points; flat and dashed beyond the last one, where there are no more marks. */
function lineOf(points: FrocCounts['points'], [from, to]: readonly [number, number]) {
  const whole = [{ rate: 0, sensitivity: 0 }, ...points]
  const last = whole.at(-1)!
  const at = (x: number) => {
    const right = whole.findIndex(({ rate }) => rate > x)
    if (right < 0) return last.sensitivity
    const [a, b] = [whole[right - 1]!, whole[right]!]
    return a.sensitivity + ((x - a.rate) / (b.rate - a.rate)) * (b.sensitivity - a.sensitivity)
  }
  const xs = Array.from({ length: places + 1 }, (_, i) => from * (to / from) ** (i / places))
  const drawn = [...xs, ...points.map(({ rate }) => rate)].filter((x) => x >= from && x <= to).sort((a, b) => a - b)
  const line = drawn.filter((x) => x <= last.rate).map((x) => ({ rate: x, y: at(x) }))
  const beyond = Math.max(from, last.rate)
  const end = beyond < to ? [beyond, to].map((x) => ({ rate: x, y: last.sensitivity })) : undefined
  return { line, end }
}
