import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { IntakeRun, Quarantined, Study, StudyView } from '@assay/contracts'
import { writeAnnotations } from '@assay/formats'
import { canaries, canaryFiles, canaryImages, canaryWaveforms, findCanaries } from '@assay/formats/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeHub, startFakeHub } from '../testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from '../testing/hospital-process.ts'
import { firstSteward, type Steward } from '../testing/steward.ts'
import { testFolder } from '../testing/test-hospital.ts'
import { until } from '../testing/until.ts'

const { folder: directory, remove } = testFolder()
let node: HospitalProcess
let steward: Steward
let hub: FakeHub

beforeAll(async () => {
  node = await startHospitalProcess(directory)
  steward = await firstSteward(node.url, directory)
  hub = await startFakeHub()
  await steward.post('/enrolment', hub.invitation)
})
afterAll(async () => {
  await node.stop()
  await hub.stop()
  remove()
})

const { names, numbers } = canaries

/** What is inside of what was compressed. */
function plain(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
}

/** What was written since, answered, logged, or heard at the hub. Older files can not hold any of it. */
async function findWhatCameOut(from: string, begun: number): Promise<string[]> {
  const paths = ['/intake', '/quarantine?limit=500', '/studies', '/directory', '/directory/values', '/node']
  const answers = await Promise.all(paths.map((path) => steward.get(path)))
  const spoken = [JSON.stringify(answers), node.log(), JSON.stringify(hub.heard)]
  const isOfTheIntake = (path: string) => !path.startsWith(from) && statSync(path).mtimeMs >= begun
  const kept = readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => ({ isFile: entry.isFile(), path: join(entry.parentPath, entry.name) }))
    .filter(({ isFile, path }) => isFile && isOfTheIntake(path))
    .map(({ path }) => path)
  expect(kept.some((path) => path.includes('/blobs/'))).toBe(true)
  return [
    ...spoken.flatMap((text) => findCanaries(Buffer.from(text))),
    ...kept.flatMap((path) => findCanaries(plain(readFileSync(path))).map((found) => `${found} in ${path}`)),
    ...findCanaries(Buffer.from(kept.join('\n'))),
  ]
}

async function takeIn(folder: string, category: string): Promise<IntakeRun> {
  const { id } = await steward.post<IntakeRun>('/intake', { folder, category, provenance: 'patients' })
  const run = await steward.intakeEnds((one) => one.id === id)
  expect(run.accepted).toBeGreaterThan(0)
  expect(run.accepted + run.quarantined + run.known).toBe(run.found)
  return run
}

test('no planted identifier of DICOM comes out: not in the index, stored copies, quarantine, answers, log, or at the hub', async () => {
  const from = join(directory, 'exported', 'dicom', 'Ouyang^Jingyi MRN-7350918264')
  mkdirSync(from, { recursive: true })
  for (const [place, { bytes }] of canaryFiles().entries()) {
    expect(findCanaries(bytes).length).toBeGreaterThan(0)
    writeFileSync(join(from, `Ouyang Jingyi ${place}.dcm`), bytes)
  }
  writeFileSync(join(from, 'Ouyang Jingyi.txt'), 'Ouyang Jingyi, 13857190426')
  const begun = Date.now()
  await takeIn('dicom', 'lung-ct')
  expect(await findWhatCameOut(join(directory, 'exported'), begun)).toEqual([])
})

test('nor does one of volumes and photographs, though the table of patients names them', async () => {
  const from = join(directory, 'exported', 'images')
  const begun = Date.now()
  for (const [category, pattern, expected] of [
    ['lung-ct', /\.(nii|nii\.gz|nrrd|mha|mhd|nhdr|hdr|raw|img|img\.gz)$/, 7],
    ['ophthalmology', /\.(png|jpg|tif)$/, 3],
  ] as const) {
    const folder = join(from, category, '欧阳静怡')
    mkdirSync(folder, { recursive: true })
    for (const { name, bytes } of (await canaryImages()).filter((one) => pattern.test(one.name))) {
      expect(findCanaries(plain(bytes)).length, name).toBeGreaterThan(0)
      writeFileSync(join(folder, name), bytes)
    }
    writeFileSync(join(folder, '..', 'patients.tsv'), `欧阳静怡\tOuyang-Jingyi\tresident-identity:${numbers[4]}\n`)
    const run = await takeIn(`images/${category}`, category)
    expect(run).toMatchObject({ found: expected, accepted: expected })
    const studies = await steward.get<{ studies: Study[] }>(`/studies?category=${category}`)
    const taken = studies.studies.filter(({ patient, studyDate }) => studyDate === null && patient !== names[3])
    expect(new Set(taken.map(({ patient }) => patient)).size).toBe(1)
    expect(taken).toHaveLength(expected)
    for (const { id, verdict } of taken) {
      expect(verdict).not.toBe('pending')
      const { passport } = await steward.get<StudyView>(`/studies/${id}`)
      const { outcomes } = passport!
      expect(outcomes.some(({ tier, outcome }) => tier === 2 && outcome !== 'not-applicable')).toBe(true)
      expect(outcomes.filter(({ outcome }) => outcome === 'inconclusive')).toEqual([])
    }
  }
  expect(await findWhatCameOut(join(directory, 'exported'), begun)).toEqual([])
})

test('nor one of electrocardiograms in four formats; those with annotations are cases, a record in quarantine is kept and can be accepted', async () => {
  const from = join(directory, 'exported', 'ecg')
  const begun = Date.now()
  mkdirSync(from, { recursive: true })
  for (const { name, bytes } of canaryWaveforms()) {
    expect(findCanaries(bytes).length + Number(name.endsWith('.dat')), name).toBeGreaterThan(0)
    writeFileSync(join(from, name), bytes)
  }
  // Annotations without beats are in question.
  const few = writeAnnotations([{ sample: 5, code: '"', subtype: 0, channel: 0, aux: 'Ouyang Jingyi' }])
  writeFileSync(join(from, 'Ouyang_Jingyi.atr'), few)
  writeFileSync(join(from, 'patients.tsv'), 'Ouyang_Jingyi\tOuyang-Jingyi\n欧阳静怡\tOuyang-Jingyi\n')
  const run = await takeIn('ecg', 'ecg')
  expect(run).toMatchObject({ found: 6, accepted: 5, quarantined: 1 })
  const [entry] = (await steward.get<Quarantined[]>('/quarantine?limit=500')).filter(
    ({ intakeId, what }) => intakeId === run.id && what === 'record',
  )
  expect(entry).toMatchObject({ code: 'annotations-do-not-match', what: 'record', acceptable: true })
  expect(await findWhatCameOut(join(directory, 'exported'), begun)).toEqual([])
  await steward.post(`/quarantine/${entry!.id}/accept`, { reason: 'A pause, as the cardiologist says.' })
  const after = (await steward.get<IntakeRun[]>('/intake')).find(({ id }) => id === run.id)
  expect(after).toMatchObject({ accepted: 6, quarantined: 0 })
  const { studies } = await until('the passports', async () => {
    const page = await steward.get<{ studies: Study[] }>('/studies?category=ecg')
    return page.studies.length === 6 && page.studies.every(({ verdict }) => verdict !== 'pending') ? page : undefined
  })
  // Two records of the table, SCP-ECG and aECG with one number of different issuers, DICOM with and without annotations.
  expect(new Set(studies.map(({ patient }) => patient)).size).toBe(4)
  for (const { id } of studies) {
    const { passport } = await steward.get<StudyView>(`/studies/${id}`)
    const rate = passport!.outcomes.find(({ check }) => check === 'waveform-recording')
    expect(rate?.measurements).toContainEqual({ name: 'sampling-frequency', value: 500, unit: 'Hz' })
  }
  expect(await findWhatCameOut(join(directory, 'exported'), begun)).toEqual([])
})
