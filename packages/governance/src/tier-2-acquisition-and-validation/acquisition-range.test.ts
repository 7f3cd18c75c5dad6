import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { acquisitionRange } from './acquisition-range.ts'

it('finds a kVp out of range, in how many files, and one that is not stated', async () => {
  const parameters = { path: '00180060', name: 'KVP', least: 100, most: 140, unit: 'kV', mayBeAbsent: false }
  const series = dicomSeries(['120', '80', '80', ''].map((kvp) => ({ '00080060': 'CT', '00180060': kvp })))
  expect(await acquisitionRange.examine(series, parameters)).toMatchObject({
    findings: [
      { code: 'acquisition-out-of-range', measured: { value: 80, unit: 'kV' }, parameters: { count: 2, total: 4 } },
      { code: 'acquisition-unknown', where: { file: '4', attribute: 'KVP (0018,0060)' } },
    ],
  })
})
