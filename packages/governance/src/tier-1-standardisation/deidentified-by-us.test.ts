import { defaultDeidentification, deidentifier, pseudonymiser, readDataset } from '@assay/formats'
import { expect, it } from 'vitest'
import { readRuleSets } from '../engine/read-rule-sets.ts'
import { type Attributes, datasetOf } from '../testing/dicom.ts'
import { seriesOf } from '../testing/series.ts'
import { deidentified } from './deidentified.ts'

const rule = readRuleSets()
  .flatMap(({ rules }) => rules)
  .find(({ check }) => check === 'deidentified')!
const parameters = deidentified.parameters.parse(rule.parameters)

/** Every attribute that the rule names, as scanners and report writers fill them, in the object and in a sequence of it. */
const filled: Attributes = Object.fromEntries(parameters.absent.map(({ tag }) => [tag, 'Grzegorzewski^Wojciech']))
const object: Attributes = {
  '00080016': '1.2.840.10008.5.1.4.1.1.2',
  '00080018': '1.2.3',
  '0020000D': '1.2.4',
  '00100020': 'MRN-1',
  ...filled,
  '00081140': [filled],
}

async function findings(dataset: ReturnType<typeof datasetOf>) {
  const series = seriesOf(undefined, { instances: [{ file: 'a', dataset }] })
  const examined = await deidentified.examine(series, parameters)
  if ('notApplicable' in examined) throw new Error('not examined')
  return examined.findings.map(({ code, where }) => `${code} ${where?.attribute ?? ''}`)
}

it('the node’s own de-identification leaves nothing that the rule takes for a person, in whichever attribute one was named', async () => {
  const left = parameters.absent.map(({ name }) => expect.stringContaining(`identifier-left ${name}`))
  expect(await findings(datasetOf(object))).toEqual(expect.arrayContaining(left))
  const deidentify = deidentifier(defaultDeidentification, pseudonymiser(Buffer.alloc(32, 7)))
  const { bytes } = deidentify(datasetOf(object), { where: 'a' })
  expect(await findings(readDataset(bytes, 'a', { pixels: 'keep' }))).toEqual([])
})
