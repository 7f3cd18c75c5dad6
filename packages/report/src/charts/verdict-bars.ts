import * as Plot from '@observablehq/plot'
import { type Chart, type Drawing, styleOf } from './chart.ts'

/** From good to bad, as they are stacked from below. */
const verdicts = ['accept', 'warn', 'quarantine', 'reject'] as const
type Verdict = (typeof verdicts)[number]

/** What stands for each verdict, from white to black. */
export const verdictFills: Readonly<Record<Verdict, string>> = {
  accept: '#ffffff',
  warn: '#cfcfcf',
  quarantine: '#7d7d7d',
  reject: '#000000',
}

/** Studies of a month that a tier came to a verdict for. */
export interface VerdictBar {
  /** YYYY-MM */
  month: string
  tier: number
  verdict: Verdict
  studies: number
}

export interface VerdictBarsOptions extends Drawing {
  /** What stands above each tier's bars. */
  tierTitle: (tier: number) => string
  formatCount: (count: number) => string
  formatMonth: (month: string) => string
}

const bandHeight = 96
const marginLeft = 52
const marginRight = 10
/** Of a month's place, what stays empty. */
const padding = 0.3
/** Pixels. */
const labelWidth = 70
const widestBar = 48

/** Verdicts by month, a band for each tier: stacked bars, the darker the worse, readable without colour. */
export function verdictBars(bars: readonly VerdictBar[], options: VerdictBarsOptions): Chart {
  const { document, width, tierTitle, formatCount, formatMonth } = options
  const tiers = [...new Set(bars.map(({ tier }) => tier))].toSorted((a, b) => a - b)
  const months = monthsOf(bars)
  const room = (width - marginLeft - marginRight) / (Math.max(1, months.length) + padding)
  const every = Math.max(1, Math.ceil(labelWidth / room))
  const ticks = wholeTicks(tallest(bars))
  // Few months stand as bars, not as walls; many have thinner edges, so that edges are not all that is seen.
  const inset = Math.max(0, ((1 - padding) * room - widestBar) / 2)
  return Plot.plot({
    document,
    width,
    height: 50 + bandHeight * tiers.length,
    style: styleOf(options),
    marginLeft,
    marginRight,
    marginTop: 22,
    marginBottom: 28,
    x: {
      type: 'band',
      domain: months,
      label: null,
      tickSize: 0,
      padding,
      tickFormat: (month: string) => (months.indexOf(month) % every === 0 ? formatMonth(month) : ''),
    },
    y: { label: null, domain: [0, ticks.at(-1)!], ticks, tickFormat: formatCount },
    fy: { domain: tiers, label: null, axis: null, padding: 0.3 },
    marks: [
      Plot.gridY({ stroke: '#dddddd', strokeOpacity: 1, ticks }),
      Plot.barY(
        bars,
        Plot.stackY(
          { order: [...verdicts] },
          {
            x: 'month',
            y: 'studies',
            fy: 'tier',
            z: 'verdict',
            stroke: 'black',
            strokeWidth: room < 12 ? 0.3 : 0.8,
            fill: fillOf,
            insetLeft: inset,
            insetRight: inset,
          },
        ),
      ),
      Plot.ruleY([0], { stroke: 'black' }),
      Plot.text(tiers, {
        fy: (tier: number) => tier,
        text: tierTitle,
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

const fillOf = ({ verdict }: VerdictBar) => verdictFills[verdict]

/** The most studies that a tier judged in a month. */
function tallest(bars: readonly VerdictBar[]): number {
  const sums = new Map<string, number>()
  for (const { month, tier, studies } of bars)
    sums.set(`${month} ${tier}`, (sums.get(`${month} ${tier}`) ?? 0) + studies)
  return Math.max(0, ...sums.values())
}

/** Three or four round numbers from 0 to the most or a little more, none of them a part of a study. */
function wholeTicks(most: number): number[] {
  const rough = Math.max(1, most / 3)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, place) => place * step)
}

/** Every month from the first to the last, also those without a study. */
function monthsOf(bars: readonly VerdictBar[]): string[] {
  const known = bars.map(({ month }) => month).toSorted()
  const [first, last] = [known[0], known.at(-1)]
  const months: string[] = []
  for (let month = first; month && last && month <= last; month = monthAfter(month)) months.push(month)
  return months
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${`${number + 1}`.padStart(2, '0')}`
}
