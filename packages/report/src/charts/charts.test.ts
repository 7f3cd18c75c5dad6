import { translator } from '@assay/messages'
import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import type { Chart, Drawing } from './chart.ts'
import { completionBars } from './completion-bars.ts'
import { confusionMatrix } from './confusion-matrix.ts'
import { fitText, textWidth } from './fit-text.ts'
import { type ForestRow, forest } from './forest.ts'
import { frocChart } from './froc-chart.ts'

function draw(chart: (drawing: Drawing) => Chart): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = chart({ document, width: 600, fontFamily: 'sans-serif' })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return `${svg.outerHTML.replaceAll('><', '>\n<')}\n`
}

const snapshot = (name: string) => `snapshots/${name}.svg`

function criteria(language: 'en' | 'zh'): ForestRow[] {
  const t = translator(language)
  const row = (target: 'qrs' | 'veb' | 'sveb', outcome: NonNullable<ForestRow['outcome']>, values: number[]) => {
    const [estimate = null, lower = null, upper = null, bound] = values
    const words = {
      target: t(`report.target.${target}`),
      measure: t('report.measure.sensitivity'),
      kind: t('report.kind.gross'),
    }
    const label = t('report.figureName', words)
    return { label, note: t(`report.verdict.${outcome}`), outcome, estimate, lower, upper, ...(bound ? { bound } : {}) }
  }
  return [
    row('qrs', 'met', [0.993, 0.988, 0.996, 0.98]),
    row('veb', 'not-met', [0.88, 0.82, 0.92, 0.85]),
    row('sveb', 'not-assessable', [0.8, 0.62, 0.91, 0.75]),
    { ...row('sveb', 'inconclusive', []), bound: 0.75 },
  ]
}

describe('charts', () => {
  it.each(['en', 'zh'] as const)('draws the criteria as a forest, in %s', async (language) => {
    const svg = draw((drawing) => forest(criteria(language), drawing))
    await expect(svg).toMatchFileSnapshot(snapshot(`criteria.${language}`))
  })

  it('draws hospitals of one name on lines of their own, and long names with an ellipsis', async () => {
    const row = (label: string, estimate: number): ForestRow => ({
      label,
      estimate,
      lower: estimate - 0.03,
      upper: estimate + 0.03,
      note: `${100 * estimate} %`,
    })
    const rows = [
      row('Central', 0.9),
      row('Central', 0.8),
      row('中心医院'.repeat(30), 0.85),
      { ...row('All', 0.86), isTotal: true },
    ]
    const svg = draw((drawing) => forest(rows, drawing))
    expect(svg.match(/>Central</g)).toHaveLength(2)
    await expect(svg).toMatchFileSnapshot(snapshot('hospitals'))
  })

  it('draws beats by class as a matrix', async () => {
    const [references, devices] = [
      ['N', 'V', 'O'],
      ['n', 'v', 'o'],
    ].map((ids) => ids.map((id) => ({ id, label: id })))
    const counts = [940, 9, 51, 4, 80, 16, 7, 3, null]
    const cells = counts.map((count, place) => ({
      reference: references![Math.floor(place / 3)]!.id,
      device: devices![place % 3]!.id,
      count,
      agrees: place === 0 || place === 4,
    }))
    const svg = draw((drawing) =>
      confusionMatrix(cells, {
        ...drawing,
        references: references!,
        devices: devices!,
        referenceTitle: 'Reference',
        deviceTitle: 'Device',
        formatCount: String,
      }),
    )
    await expect(svg).toMatchFileSnapshot(snapshot('matrix'))
  })

  it('draws completion by hospital', async () => {
    const rows = [
      { label: 'North', completed: 11, failed: 1, note: '11 completed, 1 failed' },
      { label: 'River', completed: 12, failed: 0, note: '12 completed, 0 failed' },
    ]
    const svg = draw((drawing) => completionBars(rows, { ...drawing, formatCount: String }))
    await expect(svg).toMatchFileSnapshot(snapshot('completion'))
  })

  it('draws nothing translucent', () => {
    const svg = draw((drawing) => forest(criteria('en'), drawing))
    expect(svg).not.toContain('opacity')
  })

  it('draws any forest without a number that is none', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const row = fc.record({
      label: fc.string(),
      estimate: share,
      lower: share,
      upper: share,
      note: fc.string(),
      bound: share,
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const svg = draw((drawing) => forest(rows, drawing))
        expect(svg.replaceAll(/>[^<]*</g, '><')).not.toMatch(/NaN|Infinity|undefined/)
      }),
      { numRuns: 50 },
    )
  })
})

describe('fitText', () => {
  it('keeps what fits, and ends the rest with an ellipsis', () => {
    expect(fitText('Northgate', 20)).toBe('Northgate')
    expect(fitText('中心医院中心医院', 5)).toBe('中心医院…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.double({ min: 2, max: 20, noNaN: true }), (text, most) => {
        const fitted = fitText(text, most)
        expect(textWidth(fitted)).toBeLessThanOrEqual(most)
        expect(fitted === text || fitted.endsWith('…')).toBe(true)
      }),
    )
  })

  it('draws an FROC curve with its thresholds and the sensitivities asked for', async () => {
    const points = [
      [0.75, 0.1, 0.4],
      [0.5, 0.4, 0.62],
      [0.25, 1.4, 0.8],
      [undefined, 5, 0.86],
    ].map(([threshold, rate, sensitivity]) => ({
      threshold,
      rate: rate!,
      sensitivity: sensitivity!,
      found: 100 * sensitivity!,
      false: 100 * rate!,
    }))
    const rates = [0.125, 1, 8].map((rate, i) => {
      const estimate = [0.42, 0.74, 0.86][i]!
      return { rate, estimate, lower: estimate - 0.1, upper: estimate + 0.08 }
    })
    const words = { xLabel: 'False positives a scan', yLabel: 'Sensitivity' }
    const svg = draw((drawing) => frocChart({ lesions: 100, scans: 100, points }, rates, { ...drawing, ...words }))
    await expect(svg).toMatchFileSnapshot(snapshot('froc'))
  })
})
