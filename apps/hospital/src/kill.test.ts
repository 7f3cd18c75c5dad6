import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskEvaluationView, IntakeRun } from '@assay/contracts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeHub, startFakeHub } from './testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from './testing/hospital-process.ts'
import { processesOf } from './testing/processes-of.ts'
import { recordsIn, writeRecords } from './testing/records.ts'
import { firstSteward, type Steward } from './testing/steward.ts'
import { programs, testDevice } from './testing/test-device.ts'
import { testFolder } from './testing/test-hospital.ts'
import { until } from './testing/until.ts'

let directory: string
let remove: () => void
let node: HospitalProcess
let steward: Steward
let words: readonly string[] = []

const start = async () => {
  node = await startHospitalProcess(directory, words)
  steward = await firstSteward(node.url, directory)
}
const killAndStartAgain = async () => {
  await node.kill()
  await start()
}

beforeEach(() => {
  const made = testFolder()
  directory = made.folder
  remove = made.remove
  words = []
})
afterEach(async () => {
  await node.stop()
  remove()
})

describe('a node killed', { timeout: 180_000 }, () => {
  test('amid an intake goes on after a restart, and takes every record in once', async () => {
    const folder = join(directory, 'exported', 'all')
    writeRecords(folder, 1, 24)
    const records = recordsIn(folder).length
    await start()
    const { id } = await steward.post<IntakeRun>('/intake', { folder: 'all', category: 'ecg', provenance: 'synthetic' })
    const find = async () => (await steward.get<IntakeRun[]>('/intake')).find((run) => run.id === id)!
    for (const share of [0.1, 0.4, 0.8]) {
      await until('some records', async () => ((await find()).accepted >= share * records ? true : undefined), 60)
      await killAndStartAgain()
    }
    const finished = await until('the end', async () => {
      const run = await find()
      return run.state === 'finished' ? run : undefined
    })
    expect(finished).toMatchObject({ found: records, accepted: records, known: 0, quarantined: 0, failure: null })
    expect(await steward.takeIn('all')).toMatchObject({ found: records, accepted: 0, known: records, quarantined: 0 })
    // Three files a record, each stored once; a draft that a kill left is no file yet.
    const stored = readdirSync(join(directory, 'blobs'), { recursive: true, encoding: 'utf8' })
    const files = stored.filter((name) => /\/[0-9a-f]{64}$/.test(name))
    expect(files).toHaveLength(3 * records)
  })

  describe('amid a run', () => {
    let hub: FakeHub
    beforeEach(async () => {
      hub = await startFakeHub()
    })
    afterEach(() => hub.stop())

    test('goes on after a restart, counts every case once, and releases what an undisturbed run does', async () => {
      const device = await testDevice(programs.slow)
      hub.packages.set(device.digest, device.archive)
      words = ['--executor', 'none', '--demonstration-device', device.digest]
      const folder = join(directory, 'exported', 'all')
      writeRecords(folder, 1, 5)
      const records = recordsIn(folder).length
      await start()
      await steward.post('/enrolment', hub.invitation)
      const testSet = await steward.seal(await steward.takeIn('all'))
      const [hospitalId] = await until('an enrolled hospital', () => [...hub.hospitals.keys()])
      const begin = async () => {
        const locked = await hub.ask(hospitalId!, testSet, device.digest)
        await steward.reaches(locked.evaluationId, 'asked')
        await steward.post(`/evaluations/${locked.evaluationId}/approve`)
        await hub.order(hospitalId!, locked)
        return locked.evaluationId
      }
      const done = async (id: string) => (await steward.get<DeskEvaluationView>(`/evaluations/${id}`)).casesDone
      const id = await begin()
      for (const share of [0, 0.3, 0.6]) {
        await until('some cases', async () => ((await done(id)) > share * records ? true : undefined), 60)
        await until('a device at work', () => (processesOf(device.digest) > 0 ? true : undefined))
        await killAndStartAgain()
      }
      const { conduct } = await steward.reaches(id, 'scored')
      expect(conduct).toMatchObject({ cases: records, outcomes: { completed: records } })
      expect(conduct?.restarts).toBeGreaterThanOrEqual(1)
      expect(conduct?.restarts).toBeLessThanOrEqual(3)
      await killAndStartAgain()
      const interrupted = await steward.preview(id)
      const undisturbed = await begin()
      expect((await steward.reaches(undisturbed, 'scored')).conduct).toMatchObject({ cases: records, restarts: 0 })
      expect((await steward.preview(undisturbed)).cells).toEqual(interrupted.cells)
      expect(hub.heard.filter(({ type, body }) => type === 'run-scored' && body.evaluationId === id)).toHaveLength(1)
    })
  })
})
