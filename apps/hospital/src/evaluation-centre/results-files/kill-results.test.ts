import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findTask } from '@assay/categories'
import type { ResultsFileView } from '@assay/contracts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FakeHub, startFakeHub } from '../../testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from '../../testing/hospital-process.ts'
import { recordsIn, writeRecords } from '../../testing/records.ts'
import { firstSteward, type Steward } from '../../testing/steward.ts'
import { bringAndTake, handOver, packByHand, runByHand, supervision } from '../../testing/supervised-run.ts'
import { programs, type TestDevice, testDevice } from '../../testing/test-device.ts'
import { testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const program = findTask('ecg', 'beat-classification')!.deviceTemplate('node')

let directory: string
let remove: () => void
let hub: FakeHub
let device: TestDevice
let node: HospitalProcess
let steward: Steward

beforeEach(async () => {
  const made = testFolder()
  directory = made.folder
  remove = made.remove
  mkdirSync(join(directory, 'temporary'))
  vi.stubEnv('TMPDIR', join(directory, 'temporary'))
  hub = await startFakeHub()
  device = await testDevice(programs.findsNothing)
})
afterEach(async () => {
  await node.stop()
  await hub.stop()
  vi.unstubAllEnvs()
  remove()
})

async function start(): Promise<void> {
  node = await startHospitalProcess(directory, ['--executor', 'none', '--demonstration-device', device.digest])
  steward = await firstSteward(node.url, directory)
}

async function killAndStartAgain(): Promise<void> {
  await node.kill()
  await start()
}

/** Enrolled, with so many sealed cases; gives what orders an evaluation by results file. */
async function sealed(patients: number): Promise<{ cases: number; order: () => Promise<string> }> {
  const folder = join(directory, 'exported', 'all')
  writeRecords(folder, 1, patients)
  await start()
  await steward.post('/enrolment', hub.invitation)
  const testSet = await steward.seal(await steward.takeIn('all'))
  const [hospitalId] = await until('an enrolled hospital', () => [...hub.hospitals.keys()])
  const order = async () => {
    const locked = await hub.ask(hospitalId!, testSet, device.digest, { wayOfRunning: 'results-file' })
    await steward.reaches(locked.evaluationId, 'asked')
    await steward.post(`/evaluations/${locked.evaluationId}/approve`)
    await hub.order(hospitalId!, locked)
    return locked.evaluationId
  }
  return { cases: recordsIn(folder).length, order }
}

/** Hands over, runs by hand and records; gives the results as people pack them. */
async function supervised(id: string): Promise<Buffer> {
  const folder = folderOf(id)
  const { ids } = await handOver(steward, id, folder)
  runByHand(folder, program, ids)
  await steward.put(`/evaluations/${id}/supervision`, supervision)
  return packByHand(folder, 'cases.json', 'results')
}

const folderOf = (id: string) => join(directory, `supervised-${id}`)
/** The same results with 100 MB of zeros behind them, which take a while to come in. */
const padded = (id: string) => packByHand(folderOf(id), '-b', '200000', 'cases.json', 'results')
const bring = (id: string, archive: Buffer) => steward.upload<ResultsFileView>(`/results?evaluation=${id}`, archive)
const done = async (id: string) => (await steward.view(id)).casesDone
const handover = (id: string) => steward.get<ResultsFileView>(`/evaluations/${id}/handover`)

/** Results that lie unpacked, here or below where devices run. */
function unpacked(): string[] {
  const all = readdirSync(join(directory, 'temporary'), { recursive: true, encoding: 'utf8' })
  return all.filter((path) => /results-\w{6}$/.test(path))
}

test.skipIf(!process.env.ASSAY_FAULTS)(
  'a node killed while results come in, after they are taken and while they are scored counts every case once (long suite)',
  {
    timeout: 300_000,
  },
  async () => {
    const { cases, order } = await sealed(8)
    const id = await order()
    const archive = await supervised(id)
    const bringing = bring(id, padded(id)).catch(() => 'cut off')
    await until('a draft', () => (readdirSync(join(directory, 'blobs', 'drafts')).length > 0 ? true : undefined))
    await killAndStartAgain()
    expect(await bringing).toBe('cut off')
    expect(await handover(id)).toMatchObject({ takenAt: null, archiveHash: null })

    // Without the device's package nothing is scored: the kill comes between taking and scoring for sure.
    await steward.blocked(id)
    const { brought } = await bring(id, archive)
    await killAndStartAgain()
    // What was brought and looked at is there after a kill, and counts only when it is taken.
    expect(await handover(id)).toMatchObject({ takenAt: null, brought })
    await steward.blocked(id)
    await steward.post(`/evaluations/${id}/results`, { archiveHash: brought!.archiveHash, missingFailed: false })
    expect(await done(id)).toBe(0)
    await node.kill()
    hub.packages.set(device.digest, device.archive)
    await start()
    expect(await handover(id)).toMatchObject({ takenAt: expect.any(String), archiveHash: expect.any(String) })
    await expect(bring(id, archive)).rejects.toThrow(/results-taken-already|state-conflict/)

    let amid = 0
    for (const share of [0, 0.5]) {
      await until('some cases', async () => ((await done(id)) > share * cases ? true : undefined), 90)
      await node.kill()
      amid += unpacked().length
      await start()
    }
    const { conduct } = await steward.reaches(id, 'scored')
    expect(amid).toBeGreaterThan(0)
    expect(unpacked()).toEqual([])
    expect(conduct).toMatchObject({ cases, outcomes: { completed: cases }, disclosed: { cases, before: 0 } })
    await expect(bring(id, archive)).rejects.toThrow('state-conflict')
    const interrupted = await steward.preview(id)

    const undisturbed = await order()
    await bringAndTake(steward, undisturbed, await supervised(undisturbed))
    expect((await steward.reaches(undisturbed, 'scored')).conduct).toMatchObject({
      cases,
      outcomes: { completed: cases },
    })
    expect((await steward.preview(undisturbed)).cells).toEqual(interrupted.cells)
    expect(hub.heard.filter(({ type, body }) => type === 'run-scored' && body.evaluationId === id)).toHaveLength(1)
  },
)
