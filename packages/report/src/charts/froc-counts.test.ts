import { findOneRoundEstimator, release } from '@assay/statistics'
import { describe, expect, it } from 'vitest'
import { countFroc, detectionParameters, sizesOf } from './froc-counts.ts'
import { ratesOf } from './froc-rates.ts'

const froc = findOneRoundEstimator('froc-grid', 1)!
const parameters = froc.readParameters({ thresholds: [0.25, 0.5, 0.75], rates: [0.5, 1] })
const scans = [
  { patient: 'a', lesions: 2, found: [0.9, 0.5], false: [0.3] },
  { patient: 'b', lesions: 1, found: [0.2], false: [0.8, 0.1] },
  { patient: 'c', lesions: 1, found: [], false: [] },
  { patient: 'd', lesions: 0, found: [], false: [0.6] },
]

/** As a report has them: the cells that the estimator names as counts. */
function countsOf(): Record<string, number> {
  const { cells } = release(froc.summarise(scans, parameters), ({ value }) => ({ kind: 'exact', value }))
  const known = froc.counts.flatMap((name) => {
    const cell = cells[name]
    return cell?.kind === 'exact' ? [[name, cell.value] as const] : []
  })
  return Object.fromEntries(known)
}

describe('the counts of an FROC curve', () => {
  it('are those from each threshold on, the strictest first, then of all marks', () => {
    const counted = countFroc(countsOf(), detectionParameters('froc-grid', parameters)!)
    expect(counted).toMatchObject({ lesions: 4, scans: 4 })
    expect(counted!.points).toEqual([
      { threshold: 0.75, found: 1, false: 1, sensitivity: 0.25, rate: 0.25 },
      { threshold: 0.5, found: 2, false: 2, sensitivity: 0.5, rate: 0.5 },
      { threshold: 0.25, found: 2, false: 3, sensitivity: 0.5, rate: 0.75 },
      { threshold: undefined, found: 3, false: 4, sensitivity: 0.75, rate: 1 },
    ])
  })

  it('are not there where one did not leave, or nothing could be found', () => {
    const { 'found-1': _, ...rest } = countsOf()
    expect(countFroc(rest, { thresholds: [0.25, 0.5, 0.75] })).toBeUndefined()
    expect(countFroc({ ...countsOf(), lesions: 0 }, { thresholds: [0.25, 0.5, 0.75] })).toBeUndefined()
  })

  it('are of detection alone', () => {
    expect(detectionParameters('ec57-beats', parameters)).toBeUndefined()
    expect([{}, { below: 6 }, { atLeast: 6, below: 10 }, { atLeast: 10 }].map(sizesOf)).toEqual([
      ...['', 'below-6', '6-to-10', 'from-10'],
    ])
  })

  it('pass through the figures at the rates', () => {
    const { cells } = release(froc.summarise(scans, parameters), ({ value }) => ({ kind: 'exact', value }))
    const released = froc.readReleased({ estimator: 'froc-grid', version: 1, cells }, parameters)
    const rates = ratesOf(froc.estimate([{ site: 'a', released }], parameters))
    expect(rates.map(({ rate, estimate }) => [rate, estimate])).toEqual([
      [0.5, 0.5],
      [1, 0.75],
    ])
  })
})
