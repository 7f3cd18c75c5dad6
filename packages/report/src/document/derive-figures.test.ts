import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleEvaluation } from '../testing/example-evaluation.ts'
import { deriveFigures } from './derive-figures.ts'
import { reportDocument } from './report-document.ts'

describe('composeReport', () => {
  it('gives a document of its own schema, plain JSON', () => {
    const { report } = exampleEvaluation()
    expect(reportDocument.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(report).toMatchObject({ verdict: 'not-met', isolation: 'isolated', synthetic: false, suppressed: [] })
  })

  it('says so when one hospital was not isolated, and when nothing is known', () => {
    expect(exampleEvaluation({ isolation: 'none' }).report.isolation).toBe('not-isolated')
    expect(exampleEvaluation({ withheld: [0, 1, 2] }).report.isolation).toBe('unknown')
  })
})

describe('deriveFigures', () => {
  const { protocol, releases, report } = exampleEvaluation()

  it('gives the same bits in any order of releases', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(releases, { minLength: 3 }), (shuffled) => {
        expect(JSON.stringify(deriveFigures(protocol, shuffled, []).endpoints)).toBe(JSON.stringify(report.endpoints))
      }),
    )
  })

  it('counts what every hospital released', () => {
    const [{ figures, counts }] = report.endpoints as [(typeof report.endpoints)[0]]
    const veb = figures.find(({ id }) => id === 'veb.sensitivity.gross')
    const all = ['n', 's', 'v', 'f', 'q', 'o', 'x'].reduce((sum, column) => sum + counts[`beats.V${column}`]!, 0)
    expect(veb).toMatchObject({ status: 'estimated', numerator: counts['beats.Vv'], denominator: all })
  })

  it('estimates nothing over all hospitals where one withheld, also where all did', () => {
    for (const withheld of [[1], [0, 1, 2]]) {
      const { report: other, hospitals } = exampleEvaluation({ withheld })
      const { figures, perHospital, counts } = other.endpoints[0]!
      const sites = withheld.map((place) => hospitals[place]!.id).sort()
      expect(new Set(figures.map(({ status }) => status))).toEqual(new Set(['not-estimable']))
      expect(figures[0]).toMatchObject({ reason: 'suppressed', sites })
      expect(perHospital).toHaveLength(3 - withheld.length)
      expect(counts).toEqual({})
      expect(other.verdict).toBe('inconclusive')
    }
  })

  it('names what did not leave as it is, and does not estimate with it', () => {
    const { report: other } = exampleEvaluation({
      permit: ({ name, value }) => (name.startsWith('sveb.') ? { kind: 'suppressed' } : { kind: 'exact', value }),
    })
    const statusOf = (id: string) => other.endpoints[0]!.figures.find((one) => one.id === id)?.status
    expect(statusOf('sveb.sensitivity.gross')).toBe('not-estimable')
    expect(statusOf('sveb.sensitivity.average')).toBe('bounded')
    expect(statusOf('veb.sensitivity.gross')).toBe('estimated')
    expect(other.suppressed).toHaveLength(3)
    expect(other.suppressed[0]!.cells.every((name) => name.startsWith('sveb.'))).toBe(true)
  })

  it('refuses an estimator that there is not', () => {
    const [endpoint] = protocol.endpoints
    expect(() => deriveFigures({ ...protocol, endpoints: [{ ...endpoint!, version: 99 }] }, releases, [])).toThrow(
      RangeError,
    )
  })
})

describe('what the protocol plans', () => {
  const names = ['Ash', 'Birch', 'Cedar', 'Doum', 'Elm', 'Fir']
  const figureOf = ({ report }: ReturnType<typeof exampleEvaluation>, id: string) =>
    report.endpoints[0]!.figures.find((one) => one.id === id)

  it('is inferred to hospitals like these, with their differences and a prediction', () => {
    const example = exampleEvaluation({ hospitalNames: names, plan: { target: 'hospitals-like-these' } })
    const plain = exampleEvaluation({ hospitalNames: names })
    const found = figureOf(example, 'veb.sensitivity.gross')
    expect(found).toMatchObject({
      status: 'estimated',
      heterogeneity: { sites: 6 },
      reference: { degreesOfFreedom: 5 },
    })
    expect(found).toMatchObject({ interval: { method: 'random-effects-hartung-knapp' }, prediction: { level: 0.95 } })
    expect(example.report.endpoints[0]).toMatchObject({ target: 'hospitals-like-these', kind: 'meta-analytic' })
    expect(example.report.endpoints[0]!.perHospital).toEqual(plain.report.endpoints[0]!.perHospital)
    expect(reportDocument.parse(JSON.parse(JSON.stringify(example.report)))).toEqual(example.report)
  })

  it('is inferred to hospitals like these only from five, and only where none withheld', () => {
    const plan = { target: 'hospitals-like-these' } as const
    const few = exampleEvaluation({ plan })
    expect(figureOf(few, 'completion')).toMatchObject({ status: 'undefined', reason: 'too-few-sites' })
    expect(few.report.verdict).toBe('not-assessable')
    const withheld = exampleEvaluation({ hospitalNames: names, withheld: [2], plan })
    expect(figureOf(withheld, 'completion')).toMatchObject({ status: 'not-estimable', reason: 'suppressed' })
    expect(withheld.report.verdict).toBe('inconclusive')
  })

  it('leaves out of an enriched sample what depends on how common the condition is', () => {
    const example = exampleEvaluation({ plan: { sampling: 'enriched' } })
    expect(figureOf(example, 'veb.positive-predictivity.gross')).toMatchObject({ reason: 'enriched-sample' })
    expect(figureOf(example, 'veb.sensitivity.gross')).toMatchObject({ status: 'estimated' })
    expect(example.report.verdict).not.toBe('met')
    const likeThese = exampleEvaluation({
      hospitalNames: names,
      plan: { sampling: 'enriched', target: 'hospitals-like-these' },
    })
    expect(figureOf(likeThese, 'veb.positive-predictivity.gross')).toMatchObject({ reason: 'enriched-sample' })
  })

  it('tests criteria together at the α that their procedure leaves them', () => {
    const procedure = { kind: 'fixed-sequence', hypotheses: ['veb-sensitivity', 'qrs-sensitivity'] }
    const { report } = exampleEvaluation({ plan: { multiplicity: { alpha: 0.01, procedure } } })
    const outcome = (id: string) => report.criteria.find(({ criterion }) => criterion === id)
    expect(outcome('veb-sensitivity')).toMatchObject({ alpha: 0.01, multiplicity: { isTested: true } })
    expect(outcome('qrs-sensitivity')?.multiplicity).toMatchObject({ procedure: 'fixed-sequence' })
    expect(outcome('veb-positive-predictivity')).toMatchObject({ alpha: 0.025 })
    expect(outcome('veb-positive-predictivity')?.multiplicity).toBeUndefined()
  })
})
