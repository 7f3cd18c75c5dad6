import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { type CaseFile, findTask } from '@assay/categories'
import type { AnswerOutcome, ApplianceSettings, ApplianceView, TestSetAnnouncement } from '@assay/contracts'
import { readVolume } from '@assay/formats'
import { freePort } from '@assay/http/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasProgram, type Orthanc, runProgram, startOrthanc } from '../../testing/dicom-programs.ts'
import { type FakeHub, startFakeHub } from '../../testing/fake-hub.ts'
import { fetchStudy, type Received, wholeStudies } from '../../testing/receive-studies.ts'
import { registerAppliance } from '../../testing/register-appliance.ts'
import { startHospital, type TestHospital, testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'
import { hasPydicom, writeImagingAnswer } from '../../testing/write-imaging-answer.ts'

/** Boxes that are shown images, answered over a network: minutes. */
const hasTime = process.env.ASSAY_IMAGING !== undefined
const isReady = hasTime && hasPydicom && hasProgram('Orthanc') && hasProgram('storescu')
const { folder, remove } = testFolder()
let hospital: TestHospital
let hub: FakeHub
/** The boxes' inbox: a vendor's device that keeps what it is sent in a PACS of its own. */
let inbox: Orthanc
let photographs: TestSetAnnouncement

beforeAll(async () => {
  if (!isReady) return
  hub = await startFakeHub()
  hospital = await startHospital(folder, { executor: 'none', workers: 2 })
  await hospital.steward.post('/enrolment', hub.invitation)
  inbox = await startOrthanc(join(folder, 'inbox'))
  photographs = await writePhotographs()
})
afterAll(async () => {
  await inbox?.stop()
  await hospital?.stop()
  await hub?.stop()
  remove()
})

const brain = findTask('brain-mri', 'structure-segmentation')!
const fundus = findTask('ophthalmology', 'referable-retinopathy')!
const chest = findTask('lung-ct', 'nodule-detection')!
const heads = [0, 1].map((index) => brain.generateCase(5, index).files)
const eyes = [1, 2].map((index) => fundus.generateCase(9, index).files)

const bytesOf = (files: readonly CaseFile[], role: CaseFile['role']) => files.find((one) => one.role === role)!.bytes

/** Takes cases in from files of these names, with a table of what is known of them, and seals them. */
async function sealed(
  category: string,
  task: string,
  written: { files: Readonly<Record<string, Uint8Array>>; reference: string; patients: string },
): Promise<TestSetAnnouncement> {
  const place = join(hospital.intake, category)
  mkdirSync(place, { recursive: true })
  for (const [name, bytes] of Object.entries(written.files)) writeFileSync(join(place, name), bytes)
  writeFileSync(join(place, 'reference.tsv'), written.reference)
  writeFileSync(join(place, 'patients.tsv'), written.patients)
  const { id } = await hospital.steward.takeIn(category, 'synthetic', category)
  return hospital.steward.post<TestSetAnnouncement>('/test-sets', { category, task, intakes: [id] })
}

const sealBrains = () =>
  sealed('brain-mri', brain.id, {
    files: Object.fromEntries(
      heads.flatMap((files, i) => [
        [`${i}.mha`, bytesOf(files, 'image')],
        [`${i}-labels.mha`, bytesOf(files, 'reference')],
      ]),
    ),
    reference: 'image\tlabels\n0.mha\t0-labels.mha\n1.mha\t1-labels.mha\n',
    patients: '0.mha\tp0\n1.mha\tp1\n',
  })

const writePhotographs = () =>
  sealed('ophthalmology', fundus.id, {
    files: Object.fromEntries(eyes.map((files, i) => [`${i}.png`, bytesOf(files, 'image')])),
    reference: 'image\tgrade\tgradable\n0.png\t3\tyes\n1.png\t0\tyes\n',
    patients: '0.png\tp0\n1.png\tp1\n',
  })

function sealChests(): Promise<TestSetAnnouncement> {
  const { files } = chest.generateCase(7, 4)
  return sealed('lung-ct', chest.id, {
    files: { 'a.mha': bytesOf(files, 'image'), 'a.csv': bytesOf(files, 'reference') },
    reference: 'image\tfile\na.mha\ta.csv\n',
    patients: 'a.mha\tp0\n',
  })
}

interface Running {
  readonly id: string
  readonly settings: ApplianceSettings
  /** What was counted of its answers. */
  readonly counts: () => Promise<Partial<Record<AnswerOutcome, number>>>
  readonly scored: () => Promise<{ conduct: Awaited<ReturnType<TestHospital['steward']['view']>>['conduct'] }>
}

/** Begins a run over a box that is sent cases in this way. */
async function begin(
  name: string,
  set: TestSetAnnouncement,
  task: typeof brain | typeof fundus | typeof chest,
  { answers, way, changes = {} }: { answers: object[]; way: 'c-store' | 'stow'; changes?: Partial<ApplianceSettings> },
): Promise<Running> {
  const scene = {
    ...{ hospital, hub },
    asked: async (wishes: object = {}) => {
      const locked = await hub.ask(hospital.identity.id, set, 'unused', { ...task.template, ...wishes })
      await hospital.steward.reaches(locked.evaluationId, 'asked')
      return locked
    },
  }
  const { category } = set
  const manifest = { category, task: task.id, inputs: task.inputs, outputs: task.outputs }
  const sending: Record<typeof way, ApplianceSettings['way']> = {
    'c-store': {
      kind: 'dicom',
      host: '127.0.0.1',
      port: inbox.dicomPort,
      called: 'ORTHANC',
      calling: 'ASSAY',
      tls: false,
    },
    stow: { kind: 'dicomweb', url: `${inbox.url}/dicom-web` },
  }
  const wishes = { name, vendor: `Maker of ${name}`, way: sending[way], answerSeconds: 60, ...changes }
  const { settings, ask } = await registerAppliance(scene, answers, wishes, manifest)
  const locked = await ask()
  await hospital.steward.post(`/evaluations/${locked.evaluationId}/approve`)
  await hub.order(hospital.identity.id, locked)
  return {
    ...{ id: locked.evaluationId, settings },
    counts: async () => {
      const all = await hospital.steward.get<ApplianceView[]>('/appliances')
      return all.find((one) => one.name === name)!.answers
    },
    scored: () => hospital.steward.reaches(locked.evaluationId, 'scored'),
  }
}

/** Waits until so many further studies with so many objects each lie in the inbox; fetches and forgets them. */
async function receive(studies: number, objects: number): Promise<Received[]> {
  const stored = await until(
    'the studies',
    async () => {
      const whole = await wholeStudies(inbox, objects)
      return whole.length === studies ? whole : undefined
    },
    60,
  )
  return Promise.all(stored.map((one) => fetchStudy(inbox, one, folder)))
}

/** Sends a file to the node's listener with dcmtk; gives whether it was acknowledged. */
async function answerWith({ settings }: Running, file: string): Promise<boolean> {
  const { host, port, called, calling } = settings.listener!
  const { status } = await runProgram('storescu', ['-R', '-aet', calling, '-aec', called, host, `${port}`, file])
  return status === 0
}

const structures = {
  ...{ form: 'seg', output: 'brain-structure-segmentation' },
  segments: [
    { concept: { value: '389081007', scheme: 'SCT' }, label: 1 },
    { concept: { value: '389080008', scheme: 'SCT' }, label: 2 },
  ],
}

function byPython<T>(script: string, ...words: string[]): T {
  const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', script, ...words], { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Which head a study is: by its pixels, which are all that a vendor has. */
function headOf({ place }: Received): number {
  const sums = heads.map((files) =>
    Array.from(readVolume(bytesOf(files, 'image'), 'a').values).reduce((sum, value) => sum + value, 0),
  )
  const script = `import glob, pydicom, sys
print(sum(int(pydicom.dcmread(name).pixel_array.sum()) for name in glob.glob(sys.argv[1] + '/*.dcm')))`
  return sums.indexOf(byPython(script, place))
}

/** What pydicom makes of a photograph: a hash of its pixels, and what else it says. */
const toldOf = ({ place }: Received): { hash: string; told: unknown[] } =>
  byPython(
    `import glob, hashlib, json, pydicom, sys
[one] = [pydicom.dcmread(name) for name in glob.glob(sys.argv[1] + '/*.dcm')]
print(json.dumps({'hash': hashlib.sha256(one.pixel_array.tobytes()).hexdigest(),
  'told': [str(one.SOPClassUID), one.BitsStored, one.SamplesPerPixel, str(one.get('StudyDate', '')), one.PatientIdentityRemoved]}))`,
    place,
  )

/** What Pillow makes of the photograph that was taken in. */
function takenIn(files: readonly CaseFile[]): string {
  const file = join(mkdtempSync(join(folder, 'photograph-')), 'a.png')
  writeFileSync(file, bytesOf(files, 'image'))
  const script =
    'import hashlib, json, sys; from PIL import Image; print(json.dumps(hashlib.sha256(Image.open(sys.argv[1]).convert("RGB").tobytes()).hexdigest()))'
  return byPython(script, file)
}

describe.skipIf(!isReady)('imaging over appliances (long suite; needs Orthanc, dcmtk, python3-pydicom)', () => {
  test('brains go by C-STORE, and come back as segmentations of single bits, each for its own case', async () => {
    const run = await begin('brain-box', await sealBrains(), brain, { answers: [structures], way: 'c-store' })
    const slices = readVolume(bytesOf(heads[0]!, 'image'), 'a').size[2]
    const received = await receive(2, slices)
    expect(received.map(headOf).sort()).toEqual([0, 1])
    const [one, other] = received as [Received, Received]
    const labelsOf = (of: Received) => readVolume(bytesOf(heads[headOf(of)]!, 'reference'), 'a').values
    const segOf = (of: Received, changes = {}) =>
      writeImagingAnswer({ kind: 'seg', received: of.place, labels: labelsOf(of), ...changes })
    // About a study that nobody was sent, and about both cases at once: no case is touched.
    expect(await answerWith(run, segOf(one, { about: ['2.25.99'] }))).toBe(false)
    expect(await answerWith(run, segOf(one, { about: [one.study, other.study] }))).toBe(false)
    const first = segOf(other)
    expect(await answerWith(run, first)).toBe(true)
    expect(await answerWith(run, first)).toBe(true)
    expect(await answerWith(run, segOf(other, { labels: labelsOf(other).map(() => 1) }))).toBe(true)
    expect(await answerWith(run, writeImagingAnswer({ kind: 'picture', received: one.place }))).toBe(true)
    expect(await answerWith(run, segOf(one))).toBe(true)
    const { conduct } = await run.scored()
    expect(await answerWith(run, segOf(one))).toBe(false)
    expect(conduct).toMatchObject({
      wayOfRunning: 'appliance',
      outcomes: { completed: 2 },
      disclosed: { cases: 2, before: 0 },
    })
    // The differing one came before the case was scored, or after.
    const { differs = 0, late = 0, ...others } = await run.counts()
    expect(differs + late).toBe(1)
    expect(others).toEqual({ taken: 2, 'sent-again': 1, 'picture-kept': 1, 'unknown-case': 1, ambiguous: 1 })
    // The vendor's labels are the experts' own: every voxel came back to its place, in the case that it is of.
    const { cells } = await hospital.steward.preview(run.id)
    const found = cells.filter(({ endpoint }) => endpoint === 'grey-matter-dice')
    expect(found.map(({ value }) => value)).toContain(2)
    expect(cells.filter(({ endpoint }) => endpoint === 'grey-matter-distance').map(({ value }) => value)).toContain(0)
  })

  const said = [
    {
      form: 'sr-number',
      output: 'referable-retinopathy-likelihood',
      concept: { value: 'likelihood', scheme: '99BOX' },
    },
    {
      ...{ form: 'sr-choice', output: 'retinopathy-grade', concept: { value: 'grade', scheme: '99BOX' } },
      labels: ['0', '3'].map((label) => ({ concept: { value: `grade-${label}`, scheme: '99BOX' }, label })),
    },
  ]

  test('photographs go by C-STORE and by STOW-RS in 8 bits as they are, and come back as reports', async () => {
    const set = photographs
    for (const way of ['c-store', 'stow'] as const) {
      const run = await begin(`eye-box-${way}`, set, fundus, { answers: said, way })
      const received = await receive(2, 1)
      const shown = received.map(toldOf)
      const [ill, well] = eyes.map(takenIn)
      expect(shown.map(({ hash }) => hash).sort()).toEqual([ill, well].sort())
      for (const { told } of shown) expect(told).toEqual(['1.2.840.10008.5.1.4.1.1.77.1.5.1', 8, 3, '', 'YES'])
      for (const [index, { place }] of received.entries()) {
        const isIll = shown[index]!.hash === ill
        const report = {
          kind: 'report',
          received: place,
          likelihood: isIll ? 0.9 : 0.1,
          grade: isIll ? '3' : '0',
        } as const
        expect(await answerWith(run, writeImagingAnswer(report))).toBe(true)
      }
      const { conduct } = await run.scored()
      expect(conduct).toMatchObject({ outcomes: { completed: 2 }, disclosed: { cases: 2, before: 0 } })
      expect(await run.counts()).toEqual({ taken: 2 })
    }
  })

  test('a chest goes by STOW-RS: cut off halfway, sent again under the same UIDs, answered by JSON', async () => {
    const cut = await startCutting(inbox.httpPort)
    const way = { kind: 'dicomweb', url: `http://127.0.0.1:${cut.port}/dicom-web` } as const
    const output = 'nodule-locations'
    const run = await begin('chest-box', await sealChests(), chest, {
      ...{ answers: [{ form: 'json', output }], way: 'stow' },
      changes: { way, attempts: 4, pauseSeconds: 0.05 },
    })
    const [{ study, place }] = (await receive(1, 48)) as [Received]
    expect(cut.times()).toBe(1)
    expect(readdirSync(place)).toHaveLength(48)
    const post = async (about: string, body: string) => {
      const secret = readFileSync(join(folder, 'appliances/chest-box/answer-secret'), 'utf8').trim()
      const authorization = `Basic ${Buffer.from(`chest-box:${secret}`).toString('base64')}`
      const headers = { authorization, 'content-type': 'application/json' }
      const answer = await fetch(`${hospital.url}/appliance/answers?study=${about}`, {
        method: 'POST',
        headers,
        body,
      })
      return ((await answer.json()) as { outcome: string }).outcome
    }
    const body = JSON.stringify({ type: 'Multiple points', points: [], version: { major: 1, minor: 0 } })
    expect(await post('2.25.99', body)).toBe('unknown-case')
    expect(await post(study, body)).toBe('taken')
    const { conduct } = await run.scored()
    expect(conduct).toMatchObject({ outcomes: { completed: 1 }, disclosed: { cases: 1, before: 0 } })
    expect(await post(study, `${body} `)).toBe('late')
    await cut.stop()
  })

  test('half an answer, and one that the package does not declare, fail; the box is told no more than that they came', async () => {
    const run = await begin('half-box', photographs, fundus, { answers: said, way: 'stow' })
    const [one, other] = (await receive(2, 1)) as [Received, Received]
    const half = { kind: 'report', received: one.place, likelihood: 0.5 } as const
    const odd = { kind: 'report', received: other.place, likelihood: 0.5, grade: '9' } as const
    for (const wish of [half, odd]) expect(await answerWith(run, writeImagingAnswer(wish))).toBe(true)
    expect((await run.scored()).conduct?.outcomes).toEqual({ 'output-missing': 1, 'output-invalid': 1 })
  })

  test('a box that takes cases and says nothing has timed out; what it was shown counts as shown all the same', async () => {
    const changes = { answerSeconds: 2 }
    const run = await begin('silent-box', photographs, fundus, { answers: said, way: 'c-store', changes })
    const { conduct } = await run.scored()
    expect(conduct).toMatchObject({ outcomes: { 'timed-out': 2 }, disclosed: { cases: 2, before: 0 } })
    await receive(2, 1)
  })
})

/** A way to the inbox that breaks the first request with a body after 200 kB of it. */
async function startCutting(to: number): Promise<{ port: number; times: () => number; stop: () => Promise<void> }> {
  let cuts = 0
  const relay = (from: Socket) => {
    const there = connect(to, '127.0.0.1')
    let sent = 0
    from.on('data', (piece) => {
      sent += piece.length
      if (cuts > 0 || sent < 200_000) return void there.write(piece)
      cuts += 1
      from.destroy()
      there.destroy()
    })
    there.on('data', (piece) => from.write(piece))
    for (const [one, other] of [
      [from, there],
      [there, from],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  }
  const server: Server = createServer(relay)
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { port, times: () => cuts, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}
