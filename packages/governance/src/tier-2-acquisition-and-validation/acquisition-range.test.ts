import { expect, it } from 'vitest'
import { registered } from '../engine/check.ts'
import { readRuleSets } from '../engine/read-rule-sets.ts'
import { dicomSeries } from '../testing/dicom.ts'
import { acquisitionRange } from './acquisition-range.ts'

it('finds a kVp out of range, in how many files, and one that is not stated', async () => {
  const parameters = { path: '00180060', name: 'KVP', least: 100, most: 140, unit: 'kV', mayBeAbsent: false }
  const series = dicomSeries(['120', '80', '80', ''].map((kvp) => ({ '00080060': 'CT', '00180060': kvp })))
  expect(await acquisitionRange.examine(series, parameters)).toMatchObject({
    measurements: [{ name: 'kvp', value: 120, unit: 'kV' }],
    findings: [
      { code: 'acquisition-out-of-range', measured: { value: 80, unit: 'kV' }, parameters: { count: 2, total: 4 } },
      { code: 'acquisition-unknown', where: { file: '4', attribute: 'KVP (0018,0060)' } },
    ],
  })
})

it('finds a tube current out of the range of the rule for coronary CTA, and passes over files that state none', async () => {
  const { rules } = readRuleSets().find(({ id }) => id === 'coronary-cta-acquisition')!
  const { prepare } = registered(acquisitionRange)
  const rule = prepare(rules.find(({ id }) => id === 'tube-current')!.parameters)
  const series = dicomSeries(['400', '20', ''].map((current) => ({ '00080060': 'CT', '00181151': current })))
  expect(await rule.examine(series)).toMatchObject({
    findings: [
      { code: 'acquisition-out-of-range', measured: { value: 20, unit: 'mA' }, parameters: { count: 1, total: 3 } },
    ],
  })
})
