import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { characterSet } from './character-set.ts'

const parameters = { terms: ['', 'ISO_IR 6', 'ISO_IR 192', 'GB18030'] }
const institution = '00080080'

it.each([
  ['plain ASCII', { [institution]: 'Hospital' }],
  ['UTF-8 that is declared', { '00080005': 'ISO_IR 192', [institution]: Buffer.from('协和医院') }],
  ['GB18030 that is declared', { '00080005': 'GB18030', [institution]: Buffer.from('d0adbacdd2bdd4ba', 'hex') }],
])('takes %s', async (_, attributes) => {
  expect(await characterSet.examine(dicomSeries([attributes]), parameters)).toEqual({ findings: [] })
})

it.each([
  ['character-set-missing', { [institution]: Buffer.from('协和') }],
  ['character-set-unknown', { '00080005': 'ISO_IR 100', [institution]: 'Hospital' }],
  ['text-undecodable', { '00080005': 'ISO_IR 192', [institution]: Buffer.from('d0adbacd', 'hex') }],
])('finds %s', async (code, attributes) => {
  expect(await characterSet.examine(dicomSeries([attributes]), parameters)).toMatchObject({ findings: [{ code }] })
})
