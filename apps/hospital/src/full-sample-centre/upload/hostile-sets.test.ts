import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import type { IntakeRun, Quarantined, Study } from '@assay/contracts'
import { writePng } from '@assay/formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { type HospitalProcess, startHospitalProcess } from '../../testing/hospital-process.ts'
import { ctSlice } from '../../testing/slices.ts'
import { firstSteward, type Steward } from '../../testing/steward.ts'
import { testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'
import { writeZip, type ZipWish } from '../../testing/write-zip.ts'

const { folder: directory, remove } = testFolder()
let node: HospitalProcess
let steward: Steward

beforeAll(async () => {
  node = await startHospitalProcess(directory)
  steward = await firstSteward(node.url, directory)
})
afterAll(async () => {
  await node.stop()
  remove()
})

async function takeIn(bytes: Buffer, category = 'lung-ct', provenance = 'patients'): Promise<IntakeRun> {
  const { id } = await steward.upload(`/uploads?category=${category}&provenance=${provenance}`, bytes)
  return steward.intakeEnds((run) => run.id === id)
}
const asideOf = async ({ id }: IntakeRun) =>
  (await steward.get<Quarantined[]>('/quarantine?limit=500')).filter(
    ({ intakeId, what }) => intakeId === id && what === 'object',
  )
const reasonsOf = async (run: IntakeRun) => (await asideOf(run)).map(({ parameters }) => parameters.what).sort()

let slices = 0
const newSlice = () => {
  slices += 1
  return ctSlice({ study: 1000 + slices, patient: `MRN-${slices}`, slice: 1 })
}
const nothingLeft = () =>
  until('an empty folder', () => (readdirSync(join(directory, 'uploads')).length === 0 ? true : undefined))

test('what is wrong with one entry of a zip is said of it, and the rest is taken in', async () => {
  const long = `${'x'.repeat(300)}.dcm`
  const entries: ZipWish[] = [
    { name: 'good.dcm', bytes: newSlice(), method: 8 },
    { name: 'checksum.dcm', bytes: newSlice(), crc: 1 },
    { name: 'encrypted.dcm', bytes: newSlice(), flags: 1 },
    { name: 'method.dcm', bytes: newSlice(), method: 14 },
    { name: 'cut.dcm', bytes: newSlice(), method: 8, size: 17 },
    { name: 'good.dcm', bytes: newSlice() },
    { name: 'good.dcm/below.dcm', bytes: newSlice() },
    { name: long, bytes: newSlice() },
    { name: `${'d/'.repeat(40)}deep.dcm`, bytes: newSlice() },
    { name: 'last.dcm', bytes: newSlice() },
  ]
  const run = await takeIn(writeZip(entries))
  expect(run).toMatchObject({ state: 'finished', found: 10, accepted: 2, quarantined: 8, failure: null })
  expect(await reasonsOf(run)).toEqual(
    [
      ...['entry-checksum', 'entry-encrypted', 'entry-method', 'entry-cut', 'entry-twice', 'entry-twice'],
      ...['entry-name-too-long', 'entry-too-deep'],
    ].sort(),
  )
  await nothingLeft()
})

test('a set of which no entry can be taken says why', async () => {
  const locked = [1, 2].map((number) => ({ name: `${number}.dcm`, bytes: newSlice(), flags: 1 }))
  const run = await takeIn(writeZip(locked))
  expect(run).toMatchObject({ state: 'finished', found: 2, accepted: 0, quarantined: 2 })
  expect(await reasonsOf(run)).toEqual(['entry-encrypted', 'entry-encrypted'])
})

test('a link, and a path that leads out, is refused with the whole set, written in whatever way', async () => {
  const bytes = newSlice()
  for (const [what, ...names] of [
    [
      'entry-leads-out',
      '../out.dcm',
      'a/../../out.dcm',
      '/etc/out.dcm',
      'C:\\out.dcm',
      '..\\out.dcm',
      'a\0.dcm',
      'a//../b',
    ],
  ] as const)
    for (const name of names)
      expect(
        (
          await takeIn(
            writeZip([
              { name: 'good.dcm', bytes },
              { name, bytes },
            ]),
          )
        ).failure,
        name,
      ).toMatchObject({
        code: 'set-entry-refused',
        parameters: { entry: 2, what },
      })
  const link = { name: 'link.dcm', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 }
  expect((await takeIn(writeZip([link]))).failure).toMatchObject({ parameters: { entry: 1, what: 'entry-link' } })
  const device = { name: 'null', mode: 0o020666 }
  expect((await takeIn(writeZip([device]))).failure).toMatchObject({ parameters: { what: 'entry-link' } })
  expect(await steward.get<{ studies: Study[] }>('/studies?category=lung-ct')).toMatchObject({
    studies: expect.not.arrayContaining([expect.objectContaining({ bytes: 0 })]),
  })
  await nothingLeft()
})

test('a zip in a zip is a file that is none of ours; one that unfolds without end is refused', async () => {
  let nested = writeZip([{ name: 'slice.dcm', bytes: newSlice() }])
  for (let depth = 0; depth < 12; depth += 1) nested = writeZip([{ name: 'inner.zip', bytes: nested, method: 8 }])
  const run = await takeIn(nested)
  expect(run).toMatchObject({ state: 'finished', found: 1, accepted: 0, quarantined: 1 })
  expect((await asideOf(run)).map(({ code }) => code)).toEqual(['dicom-unreadable'])
  // Entries that all begin at the same data: small, and 4 TB unfolded.
  const bytes = Buffer.alloc(2 ** 28)
  const kernel = writeZip([{ name: '0', bytes, method: 8 }])
  expect((await takeIn(overlapping(kernel, 2000))).failure).toMatchObject({ code: 'too-large' })
  expect((await takeIn(gzipSync(gzipSync(Buffer.alloc(2 ** 20))))).failure).toMatchObject({ code: 'set-unreadable' })
  await nothingLeft()
})

/** A zip whose directory names its one entry many times. */
function overlapping(zip: Buffer, times: number): Buffer {
  const end = zip.length - 22
  const start = zip.readUInt32LE(end + 16)
  const directory = Array.from({ length: times }, (_, place) => {
    const entry = Buffer.from(zip.subarray(start, end))
    const [head, name] = [entry.subarray(0, 46), Buffer.from(String(place))]
    head.writeUInt16LE(name.length, 28)
    return Buffer.concat([head, name])
  })
  const all = Buffer.concat(directory)
  const tail = Buffer.from(zip.subarray(end))
  tail.writeUInt16LE(times, 8)
  tail.writeUInt16LE(times, 10)
  tail.writeUInt32LE(all.length, 12)
  return Buffer.concat([zip.subarray(0, start), all, tail])
}

test('names in GB18030 and in UTF-8 mean what they meant, with and without the flag, so that the table of patients fits', async () => {
  const names = ['眼底/欧阳静怡右.png', '眼底/欧阳静怡左.png', '眼底/㐀𠀀.png']
  // As Python encodes them.
  const inGb18030 = [
    'd1dbb5d72fc5b7d1f4beb2e2f9d3d22e706e67',
    'd1dbb5d72fc5b7d1f4beb2e2f9d7f32e706e67',
    'd1dbb5d72f8139ee39953282362e706e67',
  ].map((hex) => Buffer.from(hex, 'hex'))
  const inUtf8 = names.map((name) => Buffer.from(name))
  const table = (encoded: readonly string[]) =>
    Buffer.from(encoded.map((name, place) => `${name}\tP-${place + 1}\n`).join(''))
  let shade = 0
  for (const [encoded, flags] of [
    [inGb18030, 0],
    [inUtf8, 0],
    [inUtf8, 0x800],
  ] as const) {
    const entries = encoded.map((name) => {
      shade += 1
      return { name, flags, bytes: pngOf(shade) }
    })
    const run = await takeIn(writeZip([...entries, { name: 'patients.tsv', bytes: table(names) }]), 'ophthalmology')
    expect(run).toMatchObject({ found: 3, accepted: 3, quarantined: 0 })
  }
})

test('a zip64 is taken in as any other', async () => {
  const zip = new ZipFile()
  for (const number of [1, 2]) zip.addBuffer(newSlice(), `${number}.dcm`, { forceZip64Format: true })
  zip.end({ forceZip64Format: true, comment: '' })
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream as AsyncIterable<Buffer>) pieces.push(piece)
  expect(await takeIn(Buffer.concat(pieces))).toMatchObject({ found: 2, accepted: 2 })
})

const most = process.env.ASSAY_FAULTS === undefined ? 500 : 10_000

test(`${most} entries of rubbish hide no good one`, async () => {
  const rubbish = Array.from({ length: most }, (_, place) => ({
    name: `rubbish/${place}`,
    bytes: Buffer.from(`no data here: ${place}`),
  }))
  const good = Array.from({ length: 20 }, (_, place) => ({ name: `rubbish/good-${place}`, bytes: newSlice() }))
  const run = await takeIn(writeZip([...rubbish.slice(0, most / 2), ...good, ...rubbish.slice(most / 2)]))
  expect(run).toMatchObject({ state: 'finished', found: most + 20, accepted: 20, quarantined: most })
})

test('no name in a set comes out: not of its entries, its comments, in errors, addresses or the log', async () => {
  const name = 'Ouyang^Jingyi 欧阳静怡'
  const bytes = newSlice()
  const wishes: ZipWish[][] = [
    [{ name: `${name}/1.dcm`, bytes, comment: name }],
    [{ name: `${name}.dcm`, bytes, crc: 7 }],
    [{ name: `../${name}.dcm`, bytes }],
    [{ name: `${name}.txt`, bytes: Buffer.from(name) }],
    [{ name: `${name.repeat(20)}`, bytes }],
    [{ name, bytes: Buffer.from(name), mode: 0o120777 }],
  ]
  for (const wish of wishes) await takeIn(writeZip(wish, name))
  await takeIn(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from(name)]))
  const paths = ['/intake', '/quarantine?limit=500', '/studies', '/directory', '/directory/values']
  const said = [...(await Promise.all(paths.map((path) => steward.get(path)))), node.log()].map((one) =>
    JSON.stringify(one),
  )
  for (const one of said) expect(one).not.toMatch(/Ouyang|Jingyi|欧阳|静怡/)
})

/** A grey photograph of its own shade. */
function pngOf(shade: number): Buffer {
  const values = Uint8Array.from({ length: 64 }, (_, place) => (place * shade) % 256)
  return writePng({ width: 8, height: 8, channels: 1, bitsStored: 8, values })
}
