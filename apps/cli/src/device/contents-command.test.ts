import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
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

it('prints one hash for a volume in two files and its copy in one, of the voxels alone; names what can not be had', () => {
  const place = join(folder, 'volumes')
  mkdirSync(place)
  const voxels = Buffer.from(Array.from({ length: 16 }, (_, i) => i))
  const header = (file: string, more = '') =>
    `ObjectType = Image\nNDims = 3\n${more}DimSize = 2 2 2\nElementType = MET_SHORT\nElementDataFile = ${file}\n`
  writeFileSync(join(place, 'a.mhd'), header('a.raw'))
  writeFileSync(join(place, 'a.raw'), voxels)
  writeFileSync(join(place, 'b.mha'), Buffer.concat([Buffer.from(header('LOCAL', 'Comment = Zhang\n')), voxels]))
  writeFileSync(join(place, 'c.mhd'), header('gone.raw'))
  writeFileSync(join(place, 'd.dat'), '')
  truncateSync(join(place, 'd.dat'), 2 ** 31)
  const { status, output, errors } = runAssay(['device', 'contents', place])
  expect([status, output]).toEqual([1, `${sha256(voxels)}  a.mhd\n${sha256(voxels)}  b.mha\n`])
  expect(errors.trim().split('\n')).toEqual([
    expect.stringContaining('c.mhd'),
    expect.stringMatching(/d\.dat.*larger than 2 GiB/),
  ])
})
