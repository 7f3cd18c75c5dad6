import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { writeRecords } from '../../testing/records.ts'
import { ctSlice } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hospital = await hospitalForTests()

async function gathered(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

function tarOf(entries: readonly { name: string; bytes?: Buffer; linkname?: string; type?: 'symlink' | 'link' }[]) {
  const tar = pack()
  for (const { name, bytes = Buffer.alloc(0), linkname, type } of entries)
    tar.entry({ name, size: bytes.length, ...(type ? { type, linkname: linkname ?? '' } : {}) }, bytes)
  tar.finalize()
  return gathered(tar as unknown as AsyncIterable<Buffer>)
}

async function takeIn(bytes: Buffer, category = 'lung-ct') {
  const { id } = await hospital.steward.upload(`/uploads?category=${category}&provenance=synthetic`, bytes)
  return hospital.steward.intakeEnds((run) => run.id === id)
}

const slice = (number: number) => ({
  name: `study/${number}.dcm`,
  bytes: ctSlice({ study: 30, patient: 'MRN-30', slice: number }),
})

const uploads = () => readdirSync(join(hospital.directory, 'uploads'))

test('a prepared set is taken in, as tar, gzipped tar and zip; what was there already is known', async () => {
  const entries = [slice(1), slice(2), slice(3)]
  const tar = await tarOf(entries)
  expect(await takeIn(tar)).toMatchObject({ way: 'upload', state: 'finished', found: 3, accepted: 3 })
  expect(await takeIn(gzipSync(tar))).toMatchObject({ found: 3, known: 3 })
  const zip = new ZipFile()
  for (const { name, bytes } of [...entries, slice(4)]) zip.addBuffer(bytes, name)
  zip.end()
  expect(await takeIn(await gathered(zip.outputStream as AsyncIterable<Buffer>))).toMatchObject({
    found: 4,
    known: 3,
    accepted: 1,
  })
  await until('what was uploaded is removed', () => (uploads().length === 0 ? true : undefined))
})

test('a set of ECG records with its table of patients is taken in like a folder of them', async () => {
  const from = join(hospital.directory, 'records')
  writeRecords(from, 1, 2)
  const names = readdirSync(from)
  const records = names.filter((name) => name.endsWith('.hea')).length
  const tar = await tarOf(names.map((name) => ({ name, bytes: readFileSync(join(from, name)) })))
  expect(await takeIn(tar, 'ecg')).toMatchObject({ state: 'finished', found: records, accepted: records })
})

test('a set that leads out of its folder, holds links, or is none is refused as a whole', async () => {
  const refused = async (bytes: Buffer) => (await takeIn(bytes)).failure
  expect(await refused(await tarOf([slice(1), { name: '../out.dcm', bytes: slice(1).bytes }]))).toMatchObject({
    code: 'set-entry-refused',
    parameters: { entry: 2 },
  })
  expect(await refused(await tarOf([{ name: '/etc/out', bytes: slice(1).bytes }]))).toMatchObject({
    code: 'set-entry-refused',
  })
  for (const type of ['symlink', 'link'] as const)
    expect(await refused(await tarOf([{ name: 'a', type, linkname: '/etc/passwd' }]))).toMatchObject({
      code: 'set-entry-refused',
    })
  expect(await refused(Buffer.from('no archive at all'.repeat(100)))).toMatchObject({ code: 'set-unreadable' })
  expect(await refused(Buffer.concat([Buffer.from('PK'), Buffer.alloc(2000)]))).toMatchObject({
    code: 'set-unreadable',
  })
  expect(await refused((await tarOf([slice(1)])).subarray(0, 1200))).toMatchObject({ code: 'set-unreadable' })
})

test('a set that becomes too much is refused before it fills the disk', async () => {
  // A gigabyte of zeros is about a megabyte of gzip.
  const zeros = Buffer.alloc(1.1 * 2 ** 30)
  const bomb = gzipSync(await tarOf([{ name: 'zeros', bytes: zeros }]), { level: 1 })
  expect(bomb.length).toBeLessThan(10 * 2 ** 20)
  expect((await takeIn(bomb)).failure).toMatchObject({ code: 'too-large' })
})
