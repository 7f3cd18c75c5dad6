import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { IntakeRun, Quarantined, StudyPage, StudyView, WatchedFolder } from '@assay/contracts'
import { expect, test } from 'vitest'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hospital = await hospitalForTests()

/** A body of water in air, 24 × 20 voxels in a number of slices. */
function voxels(slices: number, seed = 0): Buffer {
  const values = Int16Array.from({ length: 24 * 20 * slices }, (_, i) => {
    const [x, y] = [i % 24, Math.floor(i / 24) % 20]
    return (Math.hypot(x - 12, y - 10) < 8 ? 0 : -1000) + (((i + seed) * 7919) % 31)
  })
  return Buffer.from(values.buffer)
}

const header = (file: string, more = '', slices = 5) =>
  `ObjectType = Image\nNDims = 3\nDimSize = 24 20 ${slices}\nElementSpacing = 0.8 0.8 2.5\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nElementType = MET_SHORT\n${more}ElementDataFile = ${file}\n`

function write(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const own = join(hospital.intake, name)
  mkdirSync(own, { recursive: true })
  for (const [file, content] of Object.entries(files)) writeFileSync(join(own, file), content)
  return own
}

const waiting = async (intake: string) =>
  (await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')).filter(({ intakeId }) => intakeId === intake)
const keptInQuarantine = () => readdirSync(join(hospital.directory, 'quarantine')).length

test('a header and its voxels are one image, which one hash binds; the same image in one file is known', async () => {
  write('pairs', {
    'a.mhd': header('a.raw'),
    'a.raw': voxels(5),
    'b.mhd': header('b.zraw', 'CompressedData = True\n'),
    'b.zraw': deflateSync(voxels(5, 1)),
    'patients.tsv': 'a.mhd\tP-1\nb.mhd\tP-2\n',
  })
  const run = await hospital.steward.takeIn('pairs', 'synthetic', 'lung-ct')
  expect(run).toMatchObject({ state: 'finished', found: 2, accepted: 2, quarantined: 0 })
  const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
  expect(studies.map(({ patient, instances }) => ({ patient, instances }))).toEqual(
    expect.arrayContaining([
      { patient: 'P-1', instances: 1 },
      { patient: 'P-2', instances: 1 },
    ]),
  )
  for (const { id } of studies) {
    const view = await hospital.steward.get<StudyView>(`/studies/${id}`)
    expect(view.manifestHash).toMatch(/^[0-9a-f]{64}$/)
    const measured = view.passport!.outcomes.filter(({ tier, outcome }) => tier === 2 && outcome !== 'not-applicable')
    expect(measured.length).toBeGreaterThan(0)
    expect(measured.filter(({ outcome }) => outcome === 'inconclusive')).toEqual([])
  }
  write('whole', {
    'a.mha': Buffer.concat([Buffer.from(header('LOCAL')), voxels(5)]),
    'patients.tsv': 'a.mha\tP-1\n',
  })
  expect(await hospital.steward.takeIn('whole', 'synthetic', 'lung-ct')).toMatchObject({ found: 1, known: 1 })
})

test('a header whose voxels are missing, linked, elsewhere, of another size or nobody’s is put aside with that reason', async () => {
  const own = write('bad', {
    'gone.mhd': header('gone.raw'),
    'out.mhd': header('../pairs/a.raw'),
    'linked.mhd': header('linked.raw'),
    'swapped.mhd': header('other.raw'),
    'other.raw': voxels(6),
    'patients.tsv': 'gone.mhd\tP-3\nout.mhd\tP-3\nlinked.mhd\tP-3\nswapped.mhd\tP-3\n',
    'nobody.mhd': header('nobody.raw'),
    'nobody.raw': voxels(5, 9),
  })
  symlinkSync(join(hospital.intake, 'pairs/a.raw'), join(own, 'linked.raw'))
  const before = keptInQuarantine()
  const run = await hospital.steward.takeIn('bad', 'synthetic', 'lung-ct')
  expect(run).toMatchObject({ found: 6, accepted: 0, quarantined: 6 })
  const said = new Map((await waiting(run.id)).map(({ name, code, parameters }) => [name, parameters.what ?? code]))
  expect(Object.fromEntries(said)).toEqual({
    'gone.mhd': 'its voxels are in another file that is not there',
    'linked.mhd': 'its voxels are in another file that is not there',
    'linked.raw': 'file-link',
    'out.mhd': 'its voxels are in another folder',
    'swapped.mhd': '5760 bytes of voxels in the second file, 4800 are due',
    'nobody.mhd': 'record-without-patient',
  })
  // Five headers, and the two files of voxels that there are.
  expect(keptInQuarantine()).toBe(before + 7)
  const swapped = (await waiting(run.id)).find(({ name }) => name === 'swapped.mhd')!
  expect(await hospital.steward.post<Quarantined>(`/quarantine/${swapped.id}/recheck`)).toMatchObject({
    state: 'resolved',
  })
  const again = await until('the second look', async () =>
    (await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')).find(
      ({ parameters, id }) => parameters.what === swapped.parameters.what && id !== swapped.id,
    ),
  )
  expect(keptInQuarantine()).toBe(before + 7)
  await hospital.steward.post(`/quarantine/${again.id}/discard`, { reason: 'Exported again.' })
  expect(keptInQuarantine()).toBe(before + 5)
  expect(readdirSync(join(hospital.directory, 'inbox'))).toEqual(['drafts'])
})

test('voxels that come into a watched folder after their header bring the image in', async () => {
  const own = write('watched', { 'late.mhd': header('late.raw'), 'patients.tsv': 'late.mhd\tP-4\n' })
  const request = { folder: 'watched', category: 'lung-ct', provenance: 'synthetic' }
  const { id } = await hospital.steward.post<WatchedFolder>('/watched-folders', request)
  const watched = ({ way }: IntakeRun) => way === 'watched'
  expect(await hospital.steward.intakeEnds(watched)).toMatchObject({ found: 1, quarantined: 1 })
  writeFileSync(join(own, 'late.raw'), voxels(5, 4))
  expect(await hospital.steward.intakeEnds((run) => watched(run) && run.accepted === 1)).toMatchObject({ found: 1 })
  await hospital.steward.delete(`/watched-folders/${id}`)
})
