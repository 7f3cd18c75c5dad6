import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import type { IntakeRun, Quarantined, WatchedFolder } from '@assay/contracts'
import { writeMetaImage, writePng } from '@assay/formats'
import { expect, test } from 'vitest'
import { ctSlice, writeSlices } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'
import { walkFolder } from './walk-folder.ts'

const hospital = await hospitalForTests()

const exported = (name: string) => {
  const made = join(hospital.intake, name)
  mkdirSync(made, { recursive: true })
  return made
}
const asideOf = async ({ id }: IntakeRun, state = 'waiting') =>
  (await hospital.steward.get<Quarantined[]>(`/quarantine?limit=500&state=${state}`)).filter(
    (one) => one.intakeId === id && one.what === 'object',
  )

test('links, loops, pipes, sockets and devices are told of, each as what it is, and nothing behind them is read', async () => {
  const from = exported('odd')
  writeSlices(from, 2, { study: 2000, patient: 'MRN-2000' })
  const outside = join(hospital.directory, 'outside')
  writeSlices(outside, 1, { study: 2001, patient: 'MRN-2001' })
  symlinkSync(outside, join(from, 'a-folder'))
  symlinkSync(join(outside, 'Roentgen_Anna_1.dcm'), join(from, 'a-file.dcm'))
  symlinkSync('.', join(from, 'a-loop'))
  symlinkSync('nowhere', join(from, 'a-dead-end'))
  execFileSync('mknod', [join(from, 'pipe'), 'p'])
  const socket = createServer().listen(join(from, 'socket'))
  await once(socket, 'listening')
  const isRoot = process.getuid?.() === 0
  if (isRoot) execFileSync('mknod', [join(from, 'zero'), 'c', '1', '5'])
  const run = await hospital.steward.takeIn('odd', 'synthetic', 'lung-ct')
  socket.close()
  const odd = isRoot ? 7 : 6
  expect(run).toMatchObject({ state: 'finished', found: 2 + odd, accepted: 2, quarantined: odd })
  const said = (await asideOf(run)).map(({ name, code, parameters }) => [name, code, parameters.what])
  expect(said.sort()).toEqual(
    [
      ...['a-dead-end', 'a-file.dcm', 'a-folder', 'a-loop'].map((name) => [name, 'object-unreadable', 'file-link']),
      ...['pipe', 'socket', ...(isRoot ? ['zero'] : [])].map((name) => [name, 'object-unreadable', 'file-special']),
    ].sort(),
  )
})

test('files whose names are no UTF-8 are taken in, each by itself, and the table of patients knows them', async () => {
  const from = exported('names')
  // 静.png and 阳.png in GB18030, and a name that is none of either.
  const names = ['beb22e706e67', 'd1f42e706e67', 'ff2e706e67'].map((hex) => Buffer.from(hex, 'hex'))
  for (const [place, name] of names.entries()) {
    const values = new Uint8Array(16).fill(place + 1)
    const png = writePng({ width: 4, height: 4, channels: 1, bitsStored: 8, values })
    writeFileSync(Buffer.concat([Buffer.from(`${from}/`), name]), png)
  }
  writeFileSync(join(from, 'patients.tsv'), '静.png\tP-1\n阳.png\tP-2\n')
  const run = await hospital.steward.takeIn('names', 'synthetic', 'ophthalmology')
  expect(run).toMatchObject({ found: 3, accepted: 2, quarantined: 1 })
  expect(await asideOf(run)).toMatchObject([{ code: 'record-without-patient', name: 'ÿ.png' }])
})

test('a folder that can not be opened stops no other, and one that lies too deep is told of', async () => {
  const from = exported('closed')
  writeSlices(join(from, 'open'), 1)
  const closed = join(from, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0)
  const deep = join(from, ...Array.from({ length: 40 }, () => 'd'))
  writeSlices(deep, 1)
  const found: unknown[] = []
  const isRoot = process.geteuid?.() === 0
  try {
    for (const one of [hospital.directory, hospital.intake]) chmodSync(one, 0o755)
    if (isRoot) process.seteuid?.(65_534)
    for await (const one of walkFolder(from)) found.push(one)
  } finally {
    if (isRoot) process.seteuid?.(0)
    chmodSync(closed, 0o700)
  }
  expect(found).toEqual([
    { path: 'closed', fault: 'folder-unreadable' },
    { path: `d${'/d'.repeat(32)}`, fault: 'folder-too-deep' },
    { path: 'open/Roentgen_Anna_1.dcm' },
  ])
})

/** So much rubbish takes a minute: in the long suite. */
const rubbish = process.env.ASSAY_FAULTS === undefined ? 500 : 10_000

test(`${rubbish} files of rubbish hide none of 100 good ones, and each has its reason`, async () => {
  const from = exported('rubbish')
  for (let i = 0; i < rubbish; i += 1) writeFileSync(join(from, `${i}.log`), `no data here: ${i}`)
  writeSlices(join(from, 'amid'), 50, { study: 2100, patient: 'MRN-2100' })
  writeSlices(from, 50, { study: 2101, patient: 'MRN-2101' })
  const { id } = await hospital.steward.post<IntakeRun>('/intake', {
    folder: 'rubbish',
    category: 'lung-ct',
    provenance: 'patients',
  })
  const run = await until(
    'the end',
    async () => {
      const found = await hospital.steward.get<IntakeRun>(`/intake/${id}`)
      return found.state === 'running' ? undefined : found
    },
    180,
  )
  expect(run).toMatchObject({ state: 'finished', found: rubbish + 100, accepted: 100, quarantined: rubbish })
  const aside = await asideOf(run)
  expect(aside.length).toBeGreaterThan(0)
  for (const { code } of aside) expect(code).toBe('dicom-unreadable')
}, 200_000)

test('a file that is still being copied, or that never rests, keeps nothing else of a watched folder waiting', async () => {
  const from = exported('restless')
  writeSlices(from, 3, { study: 2200, patient: 'MRN-2200' })
  let lines = 0
  const log = join(from, 'export.log')
  const writing = setInterval(() => {
    lines += 1
    appendFileSync(log, `line ${lines}\n`)
  }, 100)
  const half = join(from, 'half.dcm')
  const whole = ctSlice({ study: 2200, patient: 'MRN-2200', slice: 9 })
  writeFileSync(half, whole)
  truncateSync(half, 700)
  // An image that nobody is named for yet.
  const values = Int16Array.from({ length: 240 }, (_, place) => (place * 37) % 199)
  const affine = [
    [-1, 0, 0, 5],
    [0, -1, 0, 4],
    [0, 0, 2, 3],
  ] as const
  const volume = { size: [10, 8, 3], spacing: [1, 1, 2], affine, values } as const
  writeFileSync(join(from, 'unnamed.mha'), writeMetaImage(volume))
  const { id } = await hospital.steward.post<WatchedFolder>('/watched-folders', {
    folder: 'restless',
    category: 'lung-ct',
    provenance: 'patients',
  })
  const watched = ({ way, source }: IntakeRun) => way === 'watched' && source === 'restless'
  const first = await hospital.steward.intakeEnds(watched)
  // What rests is taken in, the half as what it is at the time.
  expect(first).toMatchObject({ found: 5, accepted: 3, quarantined: 2 })
  const codes = (await asideOf(first)).map(({ code }) => code).sort()
  expect(codes).toEqual(['dicom-unreadable', 'record-without-patient'])
  const kept = () => readdirSync(join(hospital.directory, 'quarantine')).length
  const before = kept()
  writeFileSync(half, whole)
  writeFileSync(join(from, 'patients.tsv'), 'unnamed.mha\tP-2200\n')
  rmSync(join(from, 'Roentgen_Anna_1.dcm'))
  const runs = await until('the rest', async () => {
    const all = (await hospital.steward.get<IntakeRun[]>('/intake')).filter(watched)
    const isDone = all.every(({ state }) => state === 'finished')
    return isDone && all.reduce((sum, { accepted }) => sum + accepted, 0) === 5 ? all : undefined
  })
  clearInterval(writing)
  // Neither what went nor what was being written began an intake of nothing, and what was put aside before waits no longer.
  for (const { found, accepted, quarantined } of runs.filter((run) => run.id !== first.id)) {
    expect(found).toBeGreaterThan(0)
    expect([accepted, quarantined]).toEqual([found, 0])
  }
  expect(await asideOf(first)).toEqual([])
  expect(await asideOf(first, 'resolved')).toHaveLength(2)
  expect(kept()).toBe(before - 2)
  await hospital.steward.delete(`/watched-folders/${id}`)
})
