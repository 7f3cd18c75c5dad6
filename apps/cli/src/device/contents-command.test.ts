import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateHospital } from '@assay/categories'
import { sha256 } from '@assay/signing'
import { afterAll, expect, it } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-contents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('prints a hash a file, as sha256sum does for signals; names a file that can not be read, and loses nothing else', () => {
  const signal = [...generateHospital(1, 1)].find(({ name }) => name.endsWith('.dat'))!
  mkdirSync(join(folder, 'data/b'), { recursive: true })
  writeFileSync(join(folder, 'data/b', signal.name), signal.bytes)
  writeFileSync(join(folder, 'data/a.dcm'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(9, 7)]))
  symlinkSync(join(folder, 'data/b', signal.name), join(folder, 'data/link.dat'))
  const line = `${sha256(signal.bytes)}  b/${signal.name}\n`
  const printed = runAssay(['device', 'contents', join(folder, 'data')])
  expect(printed).toMatchObject({ status: 1, output: line })
  expect(printed.errors).toContain('a.dcm')
  const json = runAssay(['device', 'contents', join(folder, 'data/b'), '--json'])
  expect([json.status, JSON.parse(json.output)]).toEqual([0, { contents: [sha256(signal.bytes)] }])
})
