import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Cell, release } from '../frame/site-summary.ts'
import { findOneRoundEstimator } from '../registry.ts'
import type { DetectionCase } from './findings.ts'
import { lesionSizes, scanScoring, scoreScan } from './scan-score.ts'

interface Oracle {
  scans: {
    case: string
    lesions: { centre: [number, number, number]; diameter: number; excluded: boolean }[]
    marks: { centre: [number, number, number]; score: number }[]
  }[]
  sensitivities: number[]
  mean: number
}

const froc = findOneRoundEstimator('froc-grid', 1)!
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const

describe('a protocol’s rule, from marks to figures', () => {
  it('gives LUNA16’s sensitivities where the thresholds are all the scores that there are', () => {
    const file = join(import.meta.dirname, 'froc.oracle.json')
    const { scans, sensitivities, mean }: Oracle = JSON.parse(readFileSync(file, 'utf8'))
    const tenths = Array.from({ length: 10 }, (_, i) => Number(((i + 1) / 10).toFixed(1)))
    const parameters = froc.readParameters({ thresholds: tenths })
    const scored = scans.map((one) =>
      scoreScan(
        {
          case: one.case,
          patient: one.case,
          marks: one.marks,
          lesions: one.lesions.map(({ excluded: irrelevant, ...lesion }, i) => ({ ...lesion, irrelevant, id: `${i}` })),
        },
        scanScoring.parse({}),
      ),
    )
    const released = froc.readReleased(release(froc.summarise(scored, parameters), exact), parameters)
    const figures = froc.estimate([{ site: 'all', released }], parameters)
    const expected = [...sensitivities, mean]
    expected.forEach((value, i) => {
      expect(figures[i]).toMatchObject({ status: 'estimated', estimate: expect.closeTo(value, 12) })
    })
  })

  it('tells figures of some sizes by their ids, and leaves completion to the endpoint over all', () => {
    const of = (sizes: object) => froc.figures({ rates: [1], sizes }).map(({ id }) => id)
    expect(of({ below: 6 })).toEqual(['sensitivity.at-1.size-below-6', 'mean.size-below-6'])
    expect(of({ atLeast: 6, below: 10 })).toEqual(['sensitivity.at-1.size-6-to-10', 'mean.size-6-to-10'])
    expect(of({ atLeast: 10 })[0]).toBe('sensitivity.at-1.size-from-10')
    expect(froc.figures({ rates: [1] }).map(({ id }) => id)).toEqual(['sensitivity.at-1', 'mean', 'completion'])
    expect(() => froc.readParameters({ sizes: { atLeast: 10, below: 6 } })).toThrow()
  })

  it('takes a lesion at the boundary of two sizes for the larger', () => {
    const scan: DetectionCase = {
      case: 'c',
      patient: 'p',
      marks: [{ centre: [0, 0, 0], score: 0.5 }],
      lesions: [{ id: 'a', centre: [0, 0, 0], diameter: 6 }],
    }
    const of = (sizes: object) => scoreScan(scan, { ...scanScoring.parse({}), sizes: lesionSizes.parse(sizes) })
    expect(of({ below: 6 })).toMatchObject({ lesions: 0, found: [], false: [] })
    expect(of({ atLeast: 6 })).toMatchObject({ lesions: 1, found: [0.5], false: [] })
  })
})
