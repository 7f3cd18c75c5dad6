import { readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DirectoryRow, IntakeRun, Quarantined, StudyPage, StudyView, WatchedFolder } from '@assay/contracts'
import { expect, test } from 'vitest'
import { ctSlice, writeSlices } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hospital = await hospitalForTests()

const exported = (name: string) => join(hospital.intake, name)
const studies = (query = '') => hospital.steward.get<StudyPage>(`/studies${query}`)
const quarantine = () => hospital.steward.get<Quarantined[]>('/quarantine?limit=500')

test('slices of a folder become studies of the index, de-identified, each file once', async () => {
  writeSlices(exported('ct/one'), 12)
  writeSlices(exported('ct/two'), 5, { patient: 'MRN-2', study: 2, manufacturer: 'Umbra' })
  const run = await hospital.steward.takeIn('ct', 'patients', 'lung-ct')
  expect(run).toMatchObject({ way: 'folder', state: 'finished', found: 17, accepted: 17, known: 0, quarantined: 0 })
  const { studies: found } = await studies('?category=lung-ct')
  expect(found.map(({ instances, modality, bodyPart }) => ({ instances, modality, bodyPart }))).toEqual(
    expect.arrayContaining([
      { instances: 12, modality: 'CT', bodyPart: 'CHEST' },
      { instances: 5, modality: 'CT', bodyPart: 'CHEST' },
    ]),
  )
  expect(new Set(found.map(({ patient }) => patient)).size).toBe(2)
  expect(JSON.stringify(found)).not.toMatch(/MRN|Roentgen|1\.2\.826|2024-05-17/)
  expect((await studies('?manufacturer=Umbra')).studies).toHaveLength(1)
  const again = await hospital.steward.takeIn('ct', 'patients', 'lung-ct')
  expect(again).toMatchObject({ found: 17, accepted: 0, known: 17, quarantined: 0 })
})

test('a study has its passport, its manifest and its place in the directory', async () => {
  const page = await studies('?category=lung-ct')
  const [first] = page.studies
  const view = await hospital.steward.get<StudyView>(`/studies/${first!.id}`)
  expect(view.manifestHash).toMatch(/^[0-9a-f]{64}$/)
  expect(view.passport).toMatchObject({ category: 'lung-ct', manifestHash: view.manifestHash })
  expect(view.verdict).not.toBe('pending')
  const directory = await hospital.steward.get<DirectoryRow[]>('/directory')
  expect(directory.find(({ value }) => value === 'lung-ct')).toMatchObject({ studies: page.studies.length })
})

test('what can not be taken in is put aside with its reason, under a neutral handle, and stops nothing', async () => {
  writeSlices(exported('third'), 3, { study: 3, patient: 'MRN-3' })
  expect(await hospital.steward.takeIn('third', 'patients', 'lung-ct')).toMatchObject({ accepted: 3 })
  const from = exported('mixed')
  writeSlices(from, 4, { study: 3, patient: 'MRN-3' })
  const cut = join(from, 'Roentgen_Anna_4.dcm')
  truncateSync(cut, 500)
  writeFileSync(join(from, 'Roentgen_Anna_notes.txt'), 'Anna Roentgen, born at Lennep')
  writeFileSync(join(from, 'Roentgen_Anna.png'), Buffer.from('89504e470d0a1a0a', 'hex'))
  writeFileSync(join(from, 'other-pixels.dcm'), ctSlice({ study: 3, patient: 'MRN-3', slice: 1, seed: 77 }))
  writeFileSync(join(from, 'other-patient.dcm'), ctSlice({ study: 3, patient: 'MRN-9', slice: 50 }))
  symlinkSync('/etc/hostname', join(from, 'link.dcm'))
  const run = await hospital.steward.takeIn('mixed', 'patients', 'lung-ct')
  expect(run).toMatchObject({ state: 'finished', found: 9, accepted: 0, known: 3, quarantined: 6 })
  const own = (await quarantine()).filter(({ intakeId, what }) => intakeId === run.id && what === 'object')
  expect(own.map(({ code }) => code).sort()).toEqual(
    [
      'dicom-unreadable',
      'dicom-unreadable',
      'object-differs',
      'object-unreadable',
      'record-without-patient',
      'study-of-another-patient',
    ].sort(),
  )
  expect(own.every(({ name }) => /^object-[0-9a-f]{20}$/.test(name))).toBe(true)
  expect(JSON.stringify(own)).not.toMatch(/Roentgen|Anna|Lennep/)
})

test('what is kept in quarantine is encrypted; it can be checked again and discarded, with a reason', async () => {
  const kept = readdirSync(join(hospital.directory, 'quarantine'))
  expect(kept.length).toBeGreaterThanOrEqual(5)
  for (const file of kept)
    expect(readFileSync(join(hospital.directory, 'quarantine', file)).toString('latin1')).not.toMatch(/Roentgen|DICM/)
  const { steward } = hospital
  const entry = (await quarantine()).find(({ code }) => code === 'record-without-patient')!
  expect(await steward.refused('POST', `/quarantine/${entry.id}/accept`, { reason: 'It is fine.' })).toMatchObject({
    code: 'quarantine-not-acceptable',
  })
  expect(await steward.post<Quarantined>(`/quarantine/${entry.id}/recheck`)).toMatchObject({ state: 'resolved' })
  const again = await until('the outcome', async () =>
    (await quarantine()).find(({ code, id }) => code === 'record-without-patient' && id !== entry.id),
  )
  const discarded = await steward.post<Quarantined>(`/quarantine/${again.id}/discard`, { reason: 'A picture.' })
  expect(discarded).toMatchObject({ state: 'discarded', reason: 'A picture.' })
  expect(await steward.refused('POST', `/quarantine/${again.id}/discard`, { reason: 'Again.' })).toMatchObject({
    code: 'state-conflict',
  })
  expect(readdirSync(join(hospital.directory, 'quarantine'))).toHaveLength(kept.length - 1)
})

test('what comes into a watched folder is taken in, once it changes no more, and only what is new', async () => {
  writeSlices(exported('watched'), 3, { study: 5, patient: 'MRN-5' })
  const request = { folder: 'watched', category: 'lung-ct', provenance: 'patients' }
  const { id } = await hospital.steward.post<WatchedFolder>('/watched-folders', request)
  const watched = ({ way }: IntakeRun) => way === 'watched'
  expect(await hospital.steward.intakeEnds(watched)).toMatchObject({ found: 3, accepted: 3 })
  writeFileSync(join(exported('watched'), 'late.dcm'), ctSlice({ study: 5, patient: 'MRN-5', slice: 9 }))
  const second = await hospital.steward.intakeEnds((run) => watched(run) && run.found === 1)
  expect(second).toMatchObject({ accepted: 1, known: 0 })
  expect(await hospital.steward.delete(`/watched-folders/${id}`)).toEqual([])
})
