import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestSetAnnouncement } from '@assay/contracts'
import { sha256 } from '@assay/signing'
import { describe, expect, test } from 'vitest'
import { fakeHubForTests } from '../testing/fake-hub.ts'
import { recordsIn, writeRecords } from '../testing/records.ts'
import { hospitalForTests } from '../testing/test-hospital.ts'

const hub = await fakeHubForTests()
const hospital = await hospitalForTests()

const request = { category: 'ecg', task: 'beat-classification' }

describe('sealing', () => {
  test('refuses what there is nothing of', async () => {
    const { steward } = hospital
    expect(await steward.refused('POST', '/test-sets', request)).toMatchObject({ status: 409, code: 'test-set-empty' })
    expect(await steward.refused('POST', '/test-sets', { ...request, task: 'rhythm' })).toMatchObject({
      status: 404,
      parameters: { what: 'task' },
    })
    const unknown = { ...request, intakes: ['01890a5d-ac96-774b-bcce-b302099a8057'] }
    expect(await steward.refused('POST', '/test-sets', unknown)).toMatchObject({ parameters: { what: 'intake' } })
    expect(await steward.refused('POST', '/test-sets', { ...request, intakes: [randomUUID()] })).toMatchObject({
      code: 'input-invalid',
    })
  })

  test('keeps a manifest under its hash, which binds every file to its case and patient', async () => {
    const from = join(hospital.intake, 'first')
    writeRecords(from, 1, 4)
    const set = await hospital.steward.seal(await hospital.steward.takeIn('first'))
    expect(set).toMatchObject({ ...request, version: 1, provenance: 'synthetic', patients: 4, cases: 5 })
    const blob = join(hospital.directory, 'blobs', set.manifestHash.slice(0, 2), set.manifestHash)
    const manifest = JSON.parse(readFileSync(blob, 'utf8'))
    expect(manifest).toMatchObject({ schema: 'assay.test-set/1', testSetId: set.testSetId, version: 1 })
    const records = recordsIn(from)
    for (const { name, patient, files } of manifest.cases) {
      expect(records).toContain(name)
      // As patients.tsv of the generated hospital names them: the fourth patient has two records.
      expect(patient).toBe(`s1-p${Number(name.slice(2, 5))}`)
      expect(files.map((file: { name: string; role: string }) => [file.name, file.role])).toEqual([
        [`${name}.atr`, 'reference'],
        [`${name}.dat`, 'signal'],
        [`${name}.hea`, 'signal-header'],
      ])
      // Comments of a header are taken out, so that its copy is another file.
      for (const file of files.filter(({ role }: { role: string }) => role !== 'signal-header'))
        expect(file.sha256).toBe(sha256(readFileSync(join(from, file.name))))
    }
  })

  test('makes a new version each time, of the chosen intakes, and tells the hub of all once it has joined', async () => {
    const { steward } = hospital
    writeRecords(join(hospital.intake, 'second'), 5, 2)
    const second = await steward.seal(await steward.takeIn('second'))
    expect(second).toMatchObject({ version: 2, patients: 2, cases: 2 })
    expect(await steward.seal()).toMatchObject({ version: 3, patients: 6, cases: 7 })
    await steward.post('/enrolment', hub.invitation)
    const all = await steward.get<TestSetAnnouncement[]>('/test-sets')
    expect(all.map(({ version }) => version)).toEqual([3, 2, 1])
    const fourth = await steward.seal(await steward.takeIn('first'))
    expect(fourth).toMatchObject({ version: 4, cases: 5 })
    while (hub.heard.length < 4) await hub.hears('test-set-announced').then(() => new Promise(setImmediate))
    expect(hub.heard.map(({ body }) => body)).toEqual([...all.toReversed(), fourth])
  })

  test('refuses to mix provenances, and to announce patients, whose data no policy lets out', async () => {
    const { steward } = hospital
    writeRecords(join(hospital.intake, 'third'), 6, 1)
    const intake = await steward.takeIn('third', 'patients')
    const ofPatients = { ...request, intakes: [intake.id] }
    expect(await steward.refused('POST', '/test-sets', ofPatients)).toMatchObject({
      status: 409,
      code: 'provenance-not-releasable',
    })
    expect(await steward.refused('POST', '/test-sets', request)).toMatchObject({ code: 'test-set-mixed' })
    expect(await steward.get<TestSetAnnouncement[]>('/test-sets')).toHaveLength(4)
  })
})
