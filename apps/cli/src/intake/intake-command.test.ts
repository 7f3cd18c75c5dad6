import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateHospital } from '@assay/categories'
import { canaryFiles } from '@assay/formats/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'
import { startNode, type TestNode } from '../testing/start-node.ts'

let folder: string
let node: TestNode

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cli-intake-'))
  mkdirSync(join(folder, 'exported', 'ct'), { recursive: true })
  writeFileSync(join(folder, 'exported', 'ct', 'slice'), canaryFiles()[0]!.bytes)
  mkdirSync(join(folder, 'exported', 'letters'))
  writeFileSync(join(folder, 'exported', 'letters', 'notes'), 'no image')
  node = await startNode(folder)
})
afterAll(async () => {
  await node.stop()
  rmSync(folder, { recursive: true })
})

const declared = ['--category', 'lung-ct', '--provenance', 'patients']

test('takes a folder in, says what lies in quarantine and why, and discards it', () => {
  const taken = runAssay(['intake', 'folder', 'letters', ...declared, '--json'])
  expect(taken).toMatchObject({ status: 3, errors: '' })
  expect(JSON.parse(taken.output)).toMatchObject({ state: 'finished', found: 1, accepted: 0, quarantined: 1 })
  expect(runAssay(['intake', 'status']).output).toMatch(/Finished {2}folder letters {2}found 1, accepted 0/)
  const list = JSON.parse(runAssay(['intake', 'quarantine', 'list', '--json']).output) as { id: string; what: string }[]
  const { id } = list.find(({ what }) => what === 'object')!
  expect(runAssay(['intake', 'quarantine', 'accept', id, '--reason', 'It is fine.'])).toMatchObject({ status: 1 })
  const discarded = runAssay(['intake', 'quarantine', 'discard', id, '--reason', 'No image.'])
  expect(discarded.output).toMatch(/Discarded/)
})

test('ends with 3 where the quality of what was taken in is in question, and says why and what to do', () => {
  const taken = runAssay(['intake', 'folder', 'ct', ...declared, '--json'])
  expect(JSON.parse(taken.output)).toMatchObject({ state: 'finished', found: 1, accepted: 1, quarantined: 0 })
  expect(taken.status).toBe(3)
  const english = runAssay(['intake', 'quarantine', 'list']).output
  expect(english).toMatch(/Waits for a decision {2}Study [\d.]+\n {2}\S/)
  expect(english).toContain('What to do: ')
  expect(english).not.toMatch(/lung-ct-\w+\/|dicom-conformance\//)
  expect(runAssay(['intake', 'quarantine', 'list'], { language: 'zh' }).output).toContain('处理办法：')
})

test('sets the listener and watches a folder', () => {
  const listen = [
    'intake',
    'listen',
    '--title',
    'ASSAY',
    ...declared,
    '--peer',
    'SCANNER@127.0.0.1',
    '--port',
    '0',
    '--no-tls',
  ]
  expect(runAssay(listen).output).toMatch(/answers on port \d+\. Titles: ASSAY\. Peers: SCANNER\./)
  expect(runAssay(['intake', 'listen', '--off']).output).toMatch(/is off/)
  expect(runAssay(['intake', 'folder', 'ct', '--watch', ...declared]).output).toMatch(/ct is watched/)
})

test('says in both languages what keeps it from asking, with its exit status', () => {
  expect(runAssay(['intake', 'folder', 'elsewhere', ...declared])).toMatchObject({ status: 1 })
  expect(runAssay(['intake', 'folder', 'ct'])).toMatchObject({ status: 2 })
  const nobody = runAssay(['intake', 'status', '--node', 'http://127.0.0.1:9'], { language: 'zh' })
  expect(nobody).toMatchObject({ status: 1 })
  expect(nobody.output).toMatch(/没有节点应答/)
  expect(runAssay(['intake', '--help']).output).toMatch(/ASSAY_PASSWORD/)
})

test.each([
  [['flder'], 'There is no command flder. Did you mean folder? See --help.', '没有命令 flder。'],
  [['folder', 'ct'], 'The option --category <id> is missing. See --help.', '缺少选项 --category <id>。'],
  [['folder', ...declared], 'The argument folder is missing. See --help.', '缺少参数 folder。'],
  [['status', 'now'], 'There are more words than the command takes. See --help.', '给出的词多于该命令所需。'],
  [['status', '--loud'], 'There is no option --loud. See --help.', '没有选项 --loud。'],
  [['status', '--node'], 'The option --node <url> lacks its value. See --help.', '选项 --node <url> 缺少取值。'],
  [
    ['folder', 'ct', '--provenance', 'mine'],
    '--provenance: one of these is needed: synthetic, public, patients.',
    '需要下列之一',
  ],
  [['listen', '--port', 'abc'], '--port: a number is needed.', '需要一个数'],
  [['upload', 'none.tar', ...declared], 'none.tar: there is no such file.', '没有这个文件'],
])('says in both languages what is wrong with the words %j, and ends with 2', (words, english, chinese) => {
  const [said, told] = ['C', 'zh'].map((language) => runAssay(['intake', ...words], { language }))
  expect(said).toMatchObject({ status: 2, output: '', errors: `${english}\n` })
  expect(told!.errors).toContain(chinese)
})

test('has its help in the language of the reader', () => {
  const { output } = runAssay(['intake', 'listen', '--help'], { language: 'zh' })
  expect(output).toContain('用法：')
  expect(output).toContain('选项：')
  expect(output).not.toMatch(/Options:|Usage:|display help|\[\]\)/)
})

test('checks again only what a change of rules touches: without a change, nothing', () => {
  expect(runAssay(['intake', 'recheck', '--dry-run']).output).toMatch(/touches: 0\./)
  expect(JSON.parse(runAssay(['intake', 'recheck', '--json']).output)).toMatchObject({ touched: 0 })
  expect(runAssay(['intake', 'recheck', '--help']).output).toMatch(/the\s+act\s+enters\s+the\s+ledger/)
})

test('stops no intake that has ended', () => {
  const [run] = JSON.parse(runAssay(['intake', 'status', '--json']).output) as { id: string }[]
  expect(runAssay(['intake', 'stop', run!.id])).toMatchObject({ status: 1 })
})

test('seals a set with what is declared of it, and refuses shares that do not add up', () => {
  mkdirSync(join(folder, 'exported', 'ecg'))
  for (const { name, bytes } of generateHospital(1, 2)) writeFileSync(join(folder, 'exported', 'ecg', name), bytes)
  expect(runAssay(['intake', 'folder', 'ecg', '--category', 'ecg', '--provenance', 'synthetic'])).toMatchObject({
    status: 0,
  })
  const [target, wrong, training] = ['target', 'wrong', 'training'].map((name) => join(folder, `${name}.json`)) as [
    string,
    string,
    string,
  ]
  writeFileSync(target, JSON.stringify({ sex: { F: 0.5, M: 0.5 } }))
  writeFileSync(wrong, JSON.stringify({ sex: { F: 0.5, M: 0.6 } }))
  writeFileSync(training, JSON.stringify({ device: 'Example 1.0', contents: ['f'.repeat(64)] }))
  const seal = ['test-set', 'seal', '--category', 'ecg', '--task', 'beat-classification', '--expires', '2999-12-31']
  const refused = runAssay([...seal, '--target', wrong])
  expect([refused.status, refused.errors]).toEqual([1, expect.stringContaining('wrong.json sex')])
  const sealed = runAssay([...seal, '--target', target, '--training', training, '--json'])
  expect(JSON.parse(sealed.output)).toMatchObject({ version: 1, patients: 2, cases: 2 })
})
