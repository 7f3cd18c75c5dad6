import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findTask } from '@assay/categories'
import type { TestSetAnnouncement } from '@assay/contracts'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fakeHubForTests } from '../../testing/fake-hub.ts'
import { registerAppliance } from '../../testing/register-appliance.ts'
import { type ApplianceStep, startAppliance, type TestAppliance } from '../../testing/test-appliance.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const task = findTask('lung-ct', 'nodule-detection')!
const hub = await fakeHubForTests()
const hospital = await hospitalForTests({ executor: 'none' })
let set: TestSetAnnouncement
let box: TestAppliance | undefined

/** A chest of 48 slices, taken in as a volume. Its nodules are known here, as they are to no appliance. */
const { files } = task.generateCase(7, 4)

beforeAll(async () => {
  await hospital.steward.post('/enrolment', hub.invitation)
  const place = join(hospital.intake, 'chests')
  mkdirSync(place, { recursive: true })
  for (const { role, bytes } of files)
    writeFileSync(join(place, role === 'image' ? 'generated-5.mha' : 'generated-5.csv'), bytes)
  writeFileSync(join(place, 'patients.tsv'), 'generated-5.mha\tp1\n')
  writeFileSync(join(place, 'reference.tsv'), 'image\tfile\ngenerated-5.mha\tgenerated-5.csv\n')
  const run = await hospital.steward.takeIn('chests', 'synthetic', 'lung-ct')
  const sealing = { category: 'lung-ct', task: task.id, intakes: [run.id] }
  set = await hospital.steward.post<TestSetAnnouncement>('/test-sets', sealing)
})
afterEach(async () => {
  await box?.stop()
  box = undefined
})

/** Every finding of the reference that counts, as a report would have it. */
const nodules = `${files.find(({ role }) => role === 'reference')!.bytes}`
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number))
  .filter((fields) => fields[5] === 0)
  .map(([, x, y, z]) => [x!, y!, z!, 0.9] as const)

const probability = { value: '111047', scheme: 'DCM' }
const output = 'nodule-locations'

/** A run over an appliance that answers in this way; gives how the case ended and what of its lesions was found. */
async function runWith(name: string, answer: object, step: ApplianceStep) {
  const scene = {
    hospital,
    hub,
    asked: async (changes: object = {}) => {
      const wanted = { ...task.template, ...changes }
      const locked = await hub.ask(hospital.identity.id, set, 'unused', wanted)
      await hospital.steward.reaches(locked.evaluationId, 'asked')
      return locked
    },
  }
  const names = { name, vendor: `Maker of ${name}` }
  const manifest = { category: 'lung-ct', task: task.id, inputs: task.inputs, outputs: task.outputs }
  const { settings, ask } = await registerAppliance(scene, [answer], names, manifest)
  box = await startAppliance(settings, hospital, { steps: [step] })
  const locked = await ask()
  const { evaluationId } = locked
  await hospital.steward.post(`/evaluations/${evaluationId}/approve`)
  await hub.order(hospital.identity.id, locked)
  const { conduct } = await hospital.steward.reaches(evaluationId, 'scored')
  const { cells } = await hospital.steward.preview(evaluationId)
  const value = (cell: string) => cells.find(({ endpoint, name: of }) => endpoint === 'nodules' && of === cell)?.value
  return { conduct, value }
}

describe('a chest CT over an appliance', () => {
  test('goes out slice by slice as one series, and comes back as points of a report', async () => {
    const answer = { form: 'sr-points', output, probability }
    const { conduct, value } = await runWith('box-report', answer, { form: 'report', points: nodules })
    expect(conduct).toMatchObject({ wayOfRunning: 'appliance', outcomes: { completed: 1 }, disclosed: { cases: 1 } })
    const received = box!.of('received')
    expect(received).toHaveLength(48)
    expect(new Set(received.map(({ series }) => series)).size).toBe(1)
    expect(new Set(received.map(({ instance }) => instance)).size).toBe(48)
    for (const { sopClass, date } of received) expect([sopClass, date]).toEqual(['1.2.840.10008.5.1.4.1.1.2', ''])
    // Every nodule was marked at its very place: found from a score of 0.9 on, and nothing else.
    expect(value('lesions')).toBe(nodules.length)
    expect(value('found-1')).toBe(nodules.length)
    expect(value('false-19')).toBe(0)
  })

  test('comes back as JSON, matched by the study', async () => {
    const points = [{ point: [0, 0, 9000], probability: 0.4 }]
    const text = JSON.stringify({ type: 'Multiple points', points, version: { major: 1, minor: 0 } })
    const { conduct, value } = await runWith('box-json', { form: 'json', output }, { form: 'json', text })
    expect(conduct!.outcomes).toEqual({ completed: 1 })
    expect(value('false-19')).toBe(1)
  })
})
