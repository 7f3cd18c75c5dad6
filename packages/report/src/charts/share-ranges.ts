import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, styleOf } from './chart.ts'

/** Counts of one group by cell, each between the least and the most that it can be. */
export interface CountedGroup {
  readonly label: string
  readonly extents: readonly { readonly lower: number; readonly upper: number }[]
}

export interface ShareRangesOptions extends Drawing {
  /** Of the cells, in order. */
  readonly cells: readonly string[]
  readonly formatShare: (share: number) => string
}

const bandHeight = 74

/**
 * Shares of each group by cell, a band for each group: filled up to the least that a share can be, open up to the most. The
 * share of a cell is least when it holds its least and all others their most.
 */
export function shareRanges(groups: readonly CountedGroup[], options: ShareRangesOptions): Chart {
  const { document, width, cells, formatShare } = options
  const ranges = groups.flatMap(({ label, extents }) =>
    rangesOf(extents).map((range, i) => ({ label, cell: cells[i]!, ...range })),
  )
  const room = (width - 60) / cells.length
  const isTight = Math.max(...cells.map(({ length }) => length)) * 7 > room
  return Plot.plot({
    document,
    width,
    height: (isTight ? 110 : 60) + bandHeight * groups.length,
    style: styleOf(options),
    marginLeft: 48,
    marginRight: 10,
    marginTop: 22,
    marginBottom: isTight ? 80 : 28,
    x: {
      type: 'band',
      domain: cells,
      label: null,
      tickSize: 0,
      padding: 0.25,
      ...(isTight ? { tickRotate: -45 } : {}),
    },
    y: {
      label: null,
      ticks: 3,
      domain: [0, Math.max(0.01, ...ranges.map(({ most }) => most))],
      tickFormat: formatShare,
    },
    fy: { domain: groups.map(({ label }) => label), label: null, axis: null, padding: 0.35 },
    marks: [
      Plot.gridY({ stroke: '#dddddd', strokeOpacity: 1, ticks: 3 }),
      Plot.rectY(ranges, {
        x: 'cell',
        fy: 'label',
        y1: 'least',
        y2: 'most',
        fill: 'white',
        stroke: 'black',
        strokeDasharray: '3 2',
      }),
      Plot.rectY(ranges, {
        x: 'cell',
        fy: 'label',
        y1: 0,
        y2: 'least',
        fill: '#7d7d7d',
        stroke: 'black',
        strokeWidth: 0.8,
      }),
      Plot.ruleY([0], { stroke: 'black' }),
      Plot.text(groups, {
        fy: 'label',
        text: 'label',
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: 4,
        dy: -15,
        fontWeight: 600,
        fill: 'black',
      }),
    ],
  })
}

/** The least and the most that each cell's share of a group can be; 0 to 1 where nothing is known of it. */
export function rangesOf(extents: CountedGroup['extents']): { least: number; most: number }[] {
  const sum = { lower: sumOf(extents.map(({ lower }) => lower)), upper: sumOf(extents.map(({ upper }) => upper)) }
  return extents.map(({ lower, upper }) => {
    const [mostOthers, leastOthers] = [sum.upper - upper, sum.lower - lower]
    return {
      least: lower > 0 ? lower / (lower + mostOthers) : 0,
      most: upper > 0 ? upper / (upper + leastOthers) : 0,
    }
  })
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, one) => sum + one, 0)
}
