import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { validValues } from './valid-values.ts'

/** Examples of DICOM PS3.5 table 6.2-1, and what breaks each. */
it.each([
  ['a date', '00080020', '20260230', '20261399'],
  ['a time', '00080030', '101530.25', '2561'],
  ['an age', '00101010', '045Y', '45'],
  ['a decimal', '00180060', '1.2e2', '120 kV'],
  ['a whole number', '00200013', '-12', '1.5'],
  ['an identifier', '00080018', '1.2.840.0.1', '1.02.3'],
  ['an identifier of 64 at most', '00080018', `1.${'2'.repeat(62)}`, `1.${'2'.repeat(63)}`],
  ['a code', '00080060', 'CT', 'ct'],
])('takes %s as the standard writes it, and finds another', async (_, tag, good, bad) => {
  expect(await validValues.examine(dicomSeries([{ [tag]: good }]), {})).toEqual({ findings: [] })
  const attribute = `(${tag.slice(0, 4)},${tag.slice(4)})`
  const found = await validValues.examine(dicomSeries([{ [tag]: bad }]), {})
  expect(found).toMatchObject({ findings: [{ code: 'value-malformed', where: { attribute } }] })
  expect(JSON.stringify(found)).not.toContain(bad)
})

it('looks into sequences, and finds a representation that is not the dictionary’s', async () => {
  const series = dicomSeries([{ '00081140': [{ '00081155': 'not a UID' }] }])
  expect(await validValues.examine(series, {})).toMatchObject({ findings: [{ where: { attribute: '(0008,1155)' } }] })
  const { dataset, file } = dicomSeries([{ '00080060': 'CT' }]).first!
  const element = { ...dataset!.elements.get('00080060')!, vr: 'LO' }
  const changed = { ...dataset!, elements: new Map([['00080060', element]]) }
  const odd = dicomSeries([], { instances: [{ file, dataset: changed }] })
  expect(await validValues.examine(odd, {})).toMatchObject({ findings: [{ code: 'representation-odd' }] })
})
