import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApplianceView } from '@assay/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'
import { startNode, type TestNode } from '../testing/start-node.ts'

let folder: string
let node: TestNode
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cli-appliance-'))
  node = await startNode(folder)
})
afterAll(async () => {
  await node.stop()
  rmSync(folder, { recursive: true })
})

const add = ['appliance', 'add', 'ecg-box', '--vendor', 'Example Vendor', '--device', 'ECG Box']
const place = ['--dicom', 'BOX@10.0.0.7:11112', '--address', '10.0.0.7']
const listed = () => JSON.parse(runAssay(['appliance', 'list', '--json']).output) as ApplianceView[]

test('registers an appliance, changes it, lists it and forgets it', () => {
  expect(runAssay(['appliance', 'list'])).toEqual({ status: 0, output: 'No appliance is registered.\n', errors: '' })
  const added = runAssay([...add, ...place, '--answers', 'ASSAY_ANSWER@10.0.0.2:11113'])
  const line = 'ecg-box  ECG Box by Example Vendor  BOX@10.0.0.7:11112  cases shown 0\n'
  expect(added).toEqual({ status: 0, output: line, errors: '' })
  expect(listed()).toEqual([
    {
      name: 'ecg-box',
      vendor: 'Example Vendor',
      device: 'ECG Box',
      addresses: ['10.0.0.7'],
      way: { kind: 'dicom', host: '10.0.0.7', port: 11112, called: 'BOX', calling: 'ASSAY', tls: true },
      listener: { host: '10.0.0.2', port: 11113, called: 'ASSAY_ANSWER', calling: 'BOX', tls: true },
      answerSeconds: 600,
      attempts: 5,
      pauseSeconds: 5,
      casesShown: 0,
      answers: {},
      lastAnswerAt: null,
    },
  ])
  const web = ['--dicomweb', 'https://10.0.0.7/dicom-web', '--address', '10.0.0.0/24', '--attempts', '2']
  expect(runAssay([...add, ...web])).toMatchObject({ status: 0 })
  expect(listed()).toMatchObject([
    { way: { kind: 'dicomweb', url: 'https://10.0.0.7/dicom-web' }, listener: null, attempts: 2 },
  ])
  expect(runAssay(['appliance', 'remove', 'ecg-box', '--json'])).toEqual({ status: 0, output: '[]\n', errors: '' })
  const gone = runAssay(['appliance', 'remove', 'ecg-box'])
  expect(gone).toMatchObject({ status: 1, output: '' })
  expect(gone.errors).toMatch(/\S/)
  expect(runAssay(['appliance', 'list'], { language: 'zh' }).output).toMatch(/[\u4e00-\u9fff]/)
})

test.each([
  ['a title that is too long', '--dicom', ['--dicom', 'A_TITLE_THAT_IS_LONG@10.0.0.7:11112', '--address', '10.0.0.7']],
  ['no place at all', '--dicom', ['--address', '10.0.0.7']],
  ['a service that is none', '--dicomweb', ['--dicomweb', 'ftp://10.0.0.7', '--address', '10.0.0.7']],
  ['both ways at once', '--dicomweb', [...place, '--dicomweb', 'https://10.0.0.7']],
  ['a name for an address', '--address', ['--dicom', 'BOX@10.0.0.7:11112', '--address', 'box.example']],
  ['a title of the node that is none', '--calling', [...place, '--calling', 'A_TITLE_THAT_IS_LONG']],
  [
    'answers from a title that is not told',
    '--peer',
    ['--dicomweb', 'https://10.0.0.7', '--address', '10.0.0.7', '--answers', 'ANSWER@10.0.0.2:11113'],
  ],
  ['a count that is no number', '--attempts', [...place, '--attempts', 'many']],
])('refuses %s, and names %s', (_what, option, words) => {
  const { status, output, errors } = runAssay([...add, ...words])
  expect({ status, output }).toEqual({ status: 2, output: '' })
  expect(errors).toContain(option)
})

test('registers nothing that it refuses', () => {
  expect(runAssay(['appliance', 'add', 'Bad Name', ...add.slice(3), ...place]).errors).toContain('<name>')
  expect(listed()).toEqual([])
})
