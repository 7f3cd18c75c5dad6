import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { type VerdictBar, verdictBars, verdictFills } from './verdict-bars.ts'

const verdictOfFill = new Map(Object.entries(verdictFills).map(([verdict, fill]) => [fill, verdict]))

interface Drawn {
  readonly left: number
  readonly width: number
  readonly top: number
  readonly height: number
  readonly verdict: string | undefined
}

interface Picture {
  /** Of each tier, its bars; in order of place, then from below. */
  readonly tiers: Drawn[][]
  readonly texts: string[]
  /** Studies a pixel. */
  readonly scale: number
}

/** Reads the picture back: bars, texts, and the scale from two labelled ticks of the first tier's axis. */
function draw(bars: readonly VerdictBar[], width = 900): Picture {
  const { document } = parseHTML('<html><body></body></html>')
  const svg = verdictBars(bars, {
    document: document as never,
    width,
    fontFamily: 'sans-serif',
    tierTitle: (tier) => `Tier ${tier}`,
    formatCount: String,
    formatMonth: (month) => month,
  })
  const number = (element: { getAttribute(name: string): string | null }, name: string) =>
    Number(element.getAttribute(name))
  const groups = [...svg.querySelectorAll('[aria-label="bar"] g, g[aria-label="bar"]')].filter((group) =>
    [...group.children].some(({ tagName }) => tagName.toLowerCase() === 'rect'),
  )
  const tiers = groups.map((group) =>
    [...group.children]
      .map((rect) => ({
        left: number(rect, 'x'),
        width: number(rect, 'width'),
        top: number(rect, 'y'),
        height: number(rect, 'height'),
        verdict: verdictOfFill.get(rect.getAttribute('fill') ?? group.getAttribute('fill') ?? ''),
      }))
      .filter(({ height }) => height > 0)
      .toSorted((a, b) => a.left - b.left || b.top - a.top),
  )
  const labels = [...svg.querySelectorAll('[aria-label="y-axis tick label"] text')].map((text) => ({
    value: Number(text.textContent),
    top: Number(/,\s*([\d.]+)\)/.exec(text.getAttribute('transform') ?? '')?.[1]),
  }))
  const [zero, second] = labels
  const scale = zero && second ? (second.value - zero.value) / (zero.top - second.top) : Number.NaN
  return { tiers, scale, texts: [...svg.querySelectorAll('text')].map((text) => text.textContent ?? '') }
}

const studiesOf = ({ tiers, scale }: Picture) =>
  tiers.map((bars) => bars.map(({ verdict, height }) => `${verdict} ${Math.round(height * scale)}`))

test('each bar is as tall as its studies are many, from accepted at the foot to rejected on top', () => {
  // Counted by hand: ten studies in November (6, 2, 1, 1 at tier 1), four in January; none in December.
  const bars: VerdictBar[] = [
    { month: '2025-11', tier: 1, verdict: 'reject', studies: 1 },
    { month: '2025-11', tier: 1, verdict: 'accept', studies: 6 },
    { month: '2025-11', tier: 1, verdict: 'quarantine', studies: 1 },
    { month: '2025-11', tier: 1, verdict: 'warn', studies: 2 },
    { month: '2026-01', tier: 1, verdict: 'accept', studies: 4 },
    { month: '2026-01', tier: 3, verdict: 'warn', studies: 3 },
  ]
  const picture = draw(bars)
  expect(studiesOf(picture)).toEqual([['accept 6', 'warn 2', 'quarantine 1', 'reject 1', 'accept 4'], ['warn 3']])
  const [first] = picture.tiers
  for (const [place, bar] of first!.slice(1, 4).entries())
    expect(bar.top + bar.height).toBeCloseTo(first![place]!.top, 1)
  // A month without studies keeps its place between the others.
  expect(picture.texts).toEqual(expect.arrayContaining(['Tier 1', 'Tier 3', '2025-11', '2025-12', '2026-01']))
})

test('ticks are whole studies, and few months are no walls', () => {
  const picture = draw([{ month: '2026-11', tier: 1, verdict: 'accept', studies: 2 }])
  expect(picture.texts.filter((text) => /^[\d.]+$/.test(text))).toEqual(['0', '1', '2'])
  const [{ width } = { width: Number.NaN }] = picture.tiers[0]!
  expect(width).toBeGreaterThan(44)
  expect(width).toBeLessThanOrEqual(48)
})

test('six years with tens of thousands of studies keep their sums, and their labels apart', () => {
  const months = Array.from(
    { length: 72 },
    (_, i) => `${2020 + Math.floor(i / 12)}-${`${(i % 12) + 1}`.padStart(2, '0')}`,
  )
  const bars = months.flatMap((month, i) =>
    ([1, 2, 3] as const).flatMap((tier) => [
      { month, tier, verdict: 'accept' as const, studies: 900 + 10 * i },
      { month, tier, verdict: 'quarantine' as const, studies: 20 + tier },
    ]),
  )
  for (const width of [900, 320]) {
    const picture = draw(bars, width)
    const sums = picture.tiers.map((own) => own.reduce((sum, { height }) => sum + height * picture.scale, 0))
    // 72 × 900 + 10 × (0 + … + 71) + 72 × (20 + tier)
    for (const [place, sum] of sums.entries()) expect(sum).toBeCloseTo(90_360 + 72 * (21 + place), -1)
    const shown = picture.texts.filter((text) => /^\d{4}-\d{2}$/.test(text))
    expect(shown.length).toBeGreaterThan(2)
    expect(shown.length * 70).toBeLessThanOrEqual(width + 70)
  }
})

test('nothing to show is an empty picture', () => {
  expect(draw([]).tiers).toEqual([])
})
