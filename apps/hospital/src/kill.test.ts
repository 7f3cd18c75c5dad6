import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type {
  DeclaredTraining,
  DeskEvaluationView,
  IntakeRun,
  RecheckStatus,
  StudyPage,
  TrainingDataSet,
} from '@assay/contracts'
import { freePort } from '@assay/http/testing'
import { canonicalBytes, sha256 } from '@assay/signing'
import { runOnPGlite } from '@assay/store/measuring'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasProgram, type Orthanc, runProgram, startOrthanc } from './testing/dicom-programs.ts'
import { type FakeHub, startFakeHub } from './testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from './testing/hospital-process.ts'
import { processesOf } from './testing/processes-of.ts'
import { recordsIn, writeRecords } from './testing/records.ts'
import { type RunningCluster, runCluster } from './testing/run-cluster.ts'
import { writeSlices } from './testing/slices.ts'
import { firstSteward, type Steward } from './testing/steward.ts'
import { programs, testDevice } from './testing/test-device.ts'
import { testFolder } from './testing/test-hospital.ts'
import { until } from './testing/until.ts'
import { writeZip } from './testing/write-zip.ts'

/** Kills at many instants take minutes: a long suite. */
const hasTime = process.env.ASSAY_FAULTS !== undefined

let directory: string
let remove: () => void
let node: HospitalProcess
let steward: Steward
let words: readonly string[] = []
let cluster: RunningCluster | undefined

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
  await cluster?.stop()
  cluster = undefined
  remove()
})

/** Files that are stored; a draft that a kill left is none yet. */
function blobsIn(folder: string): string[] {
  const stored = readdirSync(join(folder, 'blobs'), { recursive: true, encoding: 'utf8' })
  return stored.filter((name) => /\/[0-9a-f]{64}$/.test(name))
}

/**
 * Bytes of the packs that are left once the node has tidied up: one that a kill left before the database knew of it goes when it is
 * a day old.
 */
async function packedBytes(): Promise<number> {
  const packs = join(directory, 'blobs/packs')
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  for (const name of readdirSync(packs)) utimesSync(join(packs, name), twoDaysAgo, twoDaysAgo)
  await killAndStartAgain()
  return readdirSync(packs).reduce((sum, name) => sum + statSync(join(packs, name)).size, 0)
}

async function indexedBytes(): Promise<number> {
  const { studies } = await steward.get<StudyPage>('/studies')
  return studies.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Has every passport come of rules that have changed since, as after an update of the program. */
const rulesOfAnEarlierVersion = [
  `update studies set rules_key = 'earlier',
     passport = regexp_replace(passport::text, '"ruleHash": "[0-9a-f]{4}', '"ruleHash": "0000', 'g')::jsonb`,
  'delete from studies_by_rules',
  'insert into studies_by_rules select category, rules_key, count(*) from studies group by 1, 2',
]

const waiting = async () => (await steward.get<RecheckStatus>('/recheck')).waiting

/** What the index counts, and how each study stands. */
async function countsOfIndex() {
  const { studies } = await steward.get<StudyPage>('/studies?limit=200')
  const standing = studies.map(({ id, verdict, instances }) => ({ id, verdict, instances }))
  return {
    studies: standing.sort((one, other) => (one.id < other.id ? -1 : 1)),
    directory: await steward.get<unknown>('/directory'),
    verdicts: await steward.get<unknown>('/verdicts'),
    quarantine: await steward.get<unknown>('/quarantine/counts'),
  }
}

const what = { category: 'lung-ct', provenance: 'patients' } as const

const deviceId = '01890a5d-ac96-774b-bcce-b302099a8057'

/** A declaration of a data set from this hospital, without hashes: the document, and what a protocol holds of it. */
function declarationOf(packageDigest: string): { document: Uint8Array; training: DeclaredTraining } {
  const dataSet: TrainingDataSet = {
    name: 'Strips',
    use: 'training',
    access: 'private',
    source: 'Agreement 7',
    patients: 120,
    institutions: ['Northgate'],
    manufacturers: ['Example'],
    years: { from: 2019, to: 2021 },
  }
  const bound = { schema: 'assay.training-declaration/1', deviceId, packageDigest }
  const document = canonicalBytes({ ...bound, dataSets: [dataSet], contents: [] })
  const declaredAt = new Date().toISOString()
  return { document, training: { declarationHash: sha256(document), declaredAt, dataSets: [dataSet], contents: 0 } }
}

describe('a node killed', { timeout: 300_000 }, () => {
  test.skipIf(!hasTime)('amid an intake goes on after a restart, and takes every record in once', async () => {
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
    expect(blobsIn(directory)).toHaveLength(3 * records)
  })

  test.skipIf(!hasTime)(
    'amid an intake of slices (long suite) goes on after a restart, and takes every one in once',
    async () => {
      const slices = writeSlices(join(directory, 'exported', 'ct'), 800, { size: 128 })
      await start()
      const request = { folder: 'ct', category: 'lung-ct', provenance: 'patients' }
      const { id } = await steward.post<IntakeRun>('/intake', request)
      const find = async () => (await steward.get<IntakeRun[]>('/intake')).find((run) => run.id === id)!
      for (const share of [0.05, 0.3, 0.7]) {
        await until('some slices', async () => ((await find()).accepted >= share * slices ? true : undefined), 60)
        await killAndStartAgain()
      }
      const finished = await steward.intakeEnds((run) => run.id === id)
      expect(finished).toMatchObject({ found: slices, accepted: slices, known: 0, quarantined: 0, failure: null })
      const { studies } = await steward.get<StudyPage>('/studies')
      expect(studies.map(({ instances }) => instances)).toEqual([slices])
      expect(await packedBytes()).toBe(await indexedBytes())
    },
  )

  test.skipIf(!hasTime)(
    'amid the checks after rules changed (long suite) goes on after a restart, and every count is what it was',
    async () => {
      const folder = join(directory, 'exported', 'all')
      writeRecords(folder, 1, 8)
      const records = recordsIn(folder).length
      await start()
      await steward.post<IntakeRun>('/intake', { folder: 'all', category: 'ecg', provenance: 'synthetic' })
      const isOver = async () => (await steward.get<IntakeRun[]>('/intake')).every(({ state }) => state === 'finished')
      await until('the end of the intake', async () => (await isOver()) || undefined, 240)
      const before = await countsOfIndex()
      expect(before.studies).toHaveLength(records)
      await node.stop()
      await runOnPGlite(join(directory, 'database'), rulesOfAnEarlierVersion)
      await start()
      const { touched } = await steward.post<RecheckStatus>('/recheck')
      expect(touched).toBe(records)
      for (const share of [0.1, 0.4, 0.8]) {
        await until('some checks', async () => ((await waiting()) <= (1 - share) * records ? true : undefined), 120)
        await killAndStartAgain()
      }
      await until('the last check', async () => ((await waiting()) === 0 ? true : undefined), 120)
      expect(await steward.get<RecheckStatus>('/recheck')).toEqual({ touched: 0, waiting: 0 })
      expect(await countsOfIndex()).toEqual(before)
    },
  )

  test.skipIf(!hasTime || !hasProgram('storescu'))(
    'while a scanner sends keeps every slice that it acknowledged, once (long suite; needs dcmtk)',
    async () => {
      await start()
      const port = await freePort()
      await steward.put('/listener', {
        enabled: true,
        host: '127.0.0.1',
        port,
        tls: false,
        titles: [{ aeTitle: 'ASSAY', category: 'lung-ct', provenance: 'patients' }],
        peers: [{ aeTitle: 'SCANNER', address: null, commitment: null }],
      })
      const from = join(directory, 'to-send')
      const slices = writeSlices(from, 150, { size: 128 })
      const send = () =>
        runProgram('storescu', ['-v', '-aec', 'ASSAY', '-aet', 'SCANNER', '127.0.0.1', String(port), '+sd', from])
      let acknowledged = 0
      for (const wait of [500, 1300]) {
        const sending = send()
        await new Promise((resolve) => setTimeout(resolve, wait))
        await killAndStartAgain()
        acknowledged = Math.max(
          acknowledged,
          (await sending).said.match(/Received Store Response \(Success\)/g)?.length ?? 0,
        )
        const kept = async () => {
          const runs = await steward.get<IntakeRun[]>('/intake')
          return runs.some(({ state }) => state === 'running') ? undefined : runs
        }
        const runs = await until('an end of all intakes', kept, 90)
        const taken = runs.reduce((sum, { accepted }) => sum + accepted, 0)
        expect(taken).toBeGreaterThanOrEqual(acknowledged)
      }
      expect(acknowledged).toBeGreaterThan(0)
      expect((await send()).status).toBe(0)
      const instances = async () =>
        (await steward.get<StudyPage>('/studies')).studies.reduce((sum, one) => sum + one.instances, 0)
      await until('all slices', async () => ((await instances()) === slices ? true : undefined), 90)
      const runs = await steward.get<IntakeRun[]>('/intake')
      expect(runs.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(slices)
      expect(runs.reduce((sum, { quarantined }) => sum + quarantined, 0)).toBe(0)
      expect(await packedBytes()).toBe(await indexedBytes())
    },
  )

  const ways: Readonly<Record<string, (folder: string, orthanc: Orthanc | undefined) => Promise<unknown>>> = {
    'a watched folder': () => steward.post('/watched-folders', { folder: 'ct', ...what }),
    'an upload': (folder) => {
      const files = readdirSync(folder).map((file) => ({
        name: file,
        bytes: readFileSync(join(folder, file)),
        method: 8,
      }))
      return steward.upload('/uploads?category=lung-ct&provenance=patients', writeZip(files))
    },
    'a pull (needs orthanc, orthanc-dicomweb)': async (folder, orthanc) => {
      for (const file of readdirSync(folder)) await orthanc?.store(readFileSync(join(folder, file)))
      await steward.put('/pacs', {
        name: 'archive',
        url: `${orthanc?.url}/dicom-web`,
        addresses: ['127.0.0.1'],
        ...what,
      })
      await steward.post('/pulls', { pacs: 'archive' })
    },
  }
  test.skipIf(!hasTime || !hasProgram('Orthanc')).each(Object.entries(ways))(
    'amid %s (long suite) takes every slice in once',
    async (way, begin) => {
      const folder = join(directory, 'exported', 'ct')
      const slices = writeSlices(folder, 400, { size: 128 })
      const orthanc = way.startsWith('a pull') ? await startOrthanc(join(directory, 'orthanc')) : undefined
      try {
        await start()
        await begin(folder, orthanc)
        const runs = () => steward.get<IntakeRun[]>('/intake')
        const accepted = async () => (await runs()).reduce((sum, one) => sum + one.accepted, 0)
        for (const share of [0, 0.2, 0.6]) {
          await until('some slices', async () => ((await accepted()) >= share * slices ? true : undefined), 90)
          await killAndStartAgain()
        }
        await until('all slices', async () => ((await accepted()) >= slices ? true : undefined), 90)
        const ended = await until(
          'the end of all intakes',
          async () => {
            const all = await runs()
            return all.some(({ state }) => state === 'running') ? undefined : all
          },
          90,
        )
        expect(ended.reduce((sum, one) => sum + one.accepted, 0)).toBe(slices)
        expect(ended.reduce((sum, one) => sum + one.quarantined, 0)).toBe(0)
        const { studies } = await steward.get<StudyPage>('/studies')
        expect(studies.map(({ instances }) => instances)).toEqual([slices])
        expect(await packedBytes()).toBe(await indexedBytes())
        expect(readdirSync(join(directory, 'inbox/drafts'))).toEqual([])
      } finally {
        await orthanc?.stop()
      }
    },
  )

  const declared =
    'before it has a vendor’s declaration of training data goes on to hold its set against it, and approves once'
  test.skipIf(!hasTime)(declared, async () => {
    const hub = await startFakeHub()
    try {
      const device = await testDevice(programs.findsNothing)
      words = ['--executor', 'none', '--demonstration-device', device.digest]
      writeRecords(join(directory, 'exported', 'all'), 1, 1)
      await start()
      await steward.post('/enrolment', hub.invitation)
      const testSet = await steward.seal(await steward.takeIn('all'))
      const [hospitalId] = await until('an enrolled hospital', () => [...hub.hospitals.keys()])
      const { document, training } = declarationOf(device.digest)
      const named = { deviceId, name: 'Test ECG', version: '1.0', vendor: 'Maker', packageDigest: device.digest }
      const { evaluationId } = await hub.ask(hospitalId!, testSet, device.digest, { training, device: named })
      expect((await steward.reaches(evaluationId, 'asked')).training).toBeNull()
      await killAndStartAgain()
      expect((await steward.view(evaluationId)).training).toBeNull()
      hub.packages.set(training.declarationHash, document)
      const checked = async () => (await steward.view(evaluationId)).training?.leaving
      const found = await until('a look at the declaration', checked)
      expect(found).toMatchObject({ declarationHash: training.declarationHash, namedDataSets: ['Strips'] })
      await steward.post(`/evaluations/${evaluationId}/approve`)
      await killAndStartAgain()
      await hub.hears('evaluation-approved', evaluationId)
      expect(hub.heard.filter(({ type }) => type === 'evaluation-approved')).toHaveLength(1)
    } finally {
      await hub.stop()
    }
  })

  // Over a cluster in the long suite: a restarted node takes the jobs back that it left there.
  describe.each(process.env.ASSAY_CLUSTER ? ['here', 'over slurm'] : ['here'])('amid a run %s', (where) => {
    let hub: FakeHub
    beforeEach(async () => {
      hub = await startFakeHub()
      if (where === 'over slurm') cluster = await runCluster()
    })
    afterEach(async () => {
      await hub.stop()
    })

    test('goes on after a restart, counts every case once, and releases what an undisturbed run does', async () => {
      const device = await testDevice(programs.slow)
      hub.packages.set(device.digest, device.archive)
      words = cluster
        ? ['--executor', 'slurm', '--cluster', cluster.file]
        : ['--executor', 'none', '--demonstration-device', device.digest]
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
