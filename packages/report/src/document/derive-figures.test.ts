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
