import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApplianceSettings, ApplianceView, CaseOutcome } from '@assay/contracts'
import { afterEach, describe, expect, test } from 'vitest'
import { hasProgram, runProgram } from '../../testing/dicom-programs.ts'
import { applianceDevice, registerAppliance } from '../../testing/register-appliance.ts'
import { sceneForTests } from '../../testing/scene.ts'
import { forms, startAppliance, type TestAppliance } from '../../testing/test-appliance.ts'
import { until } from '../../testing/until.ts'
import { hasPydicom, writeReport } from '../../testing/write-report.ts'

const scene = await sceneForTests()
let box: TestAppliance | undefined
afterEach(async () => {
  await box?.stop()
  box = undefined
})

type Behaviour = Parameters<typeof startAppliance>[2]

let boxes = 0

/** An appliance beside the node, of a vendor of its own, and a protocol that names it. */
async function beside(
  behaviour: Behaviour,
  changes: Partial<ApplianceSettings> = {},
  answers: object[] = [forms.json],
) {
  boxes += 1
  const names = { name: `box-${boxes}`, vendor: `Maker ${boxes}`, ...changes }
  const { settings, ask } = await registerAppliance(scene, answers, names)
  box = await startAppliance(settings, scene.hospital, behaviour)
  return { settings, ask, locked: await ask(), steward: scene.hospital.steward }
}

async function outcomesOf(evaluationId: string): Promise<Partial<Record<CaseOutcome, number>>> {
  const { conduct } = await scene.hospital.steward.reaches(evaluationId, 'scored')
  return conduct!.outcomes
}

async function answered(): Promise<ApplianceView['answers']> {
  const views = await scene.hospital.steward.get<ApplianceView[]>('/appliances')
  return views.find(({ name }) => name === `box-${boxes}`)!.answers
}

describe('a run over an appliance', () => {
  test('shows each case under fresh names, discloses it before, and scores what it answers', async () => {
    const { locked, steward } = await beside({ steps: [{ form: 'json' }] })
    await scene.start(locked)
    const { conduct } = await steward.reaches(locked.evaluationId, 'scored')
    const cases = scene.testSet.cases
    expect(conduct).toMatchObject({
      wayOfRunning: 'appliance',
      isolation: 'not-seen',
      executors: [],
      cases,
      outcomes: { completed: cases },
      disclosed: { cases, before: 0 },
    })
    const received = box!.of('received')
    expect(received).toHaveLength(cases)
    expect(new Set(received.map(({ study }) => study)).size).toBe(cases)
    // Cases of one patient are not known to be.
    expect(new Set(received.map(({ patient }) => patient)).size).toBe(cases)
    for (const { study, instance, date } of received) {
      expect(study).toMatch(/^2\.25\.\d{20,}$/)
      expect(instance).toMatch(/^2\.25\.\d{20,}$/)
      expect(date).toBe('')
    }
    expect(await answered()).toEqual({ taken: cases })
  })

  test('reads structured reports by the codes that the package declares', async () => {
    const { locked } = await beside({ steps: [{ form: 'report' }] }, {}, [forms.report])
    await scene.start(locked)
    expect(await outcomesOf(locked.evaluationId)).toEqual({ completed: scene.testSet.cases })
  })

  test('says before approval that no appliance is registered, and refuses to approve', async () => {
    const { steward } = scene.hospital
    const unknown = applianceDevice({ vendor: 'Nobody', device: 'Test ECG' }, scene.device.digest)
    const locked = await scene.asked({ wayOfRunning: 'appliance', device: unknown })
    expect((await steward.view(locked.evaluationId)).blockedBy).toMatchObject({ code: 'appliance-missing' })
    expect(await steward.refused('POST', `/evaluations/${locked.evaluationId}/approve`)).toMatchObject({
      code: 'appliance-missing',
    })
  })

  test.each(['busy-once', 'drops-once'] as const)(
    'sends again under the same identifiers where the appliance is %s',
    async (receives) => {
      const { locked } = await beside({ receives, steps: [{ form: 'json' }] })
      await scene.start(locked)
      expect(await outcomesOf(locked.evaluationId)).toEqual({ completed: scene.testSet.cases })
      const received = box!.of('received')
      expect(received).toHaveLength(2 * scene.testSet.cases)
      expect(new Set(received.map(({ instance }) => instance)).size).toBe(scene.testSet.cases)
    },
  )

  test('is not changed under a run; and nothing is sent that the ledger has not', async () => {
    const { locked, steward, settings } = await beside({ receives: 'rejects', steps: [] }, { attempts: 1 })
    await scene.start(locked)
    await steward.blocked(locked.evaluationId)
    const refusal = { code: 'appliance-in-use' }
    expect(await steward.refused('PUT', '/appliances', settings)).toMatchObject(refusal)
    expect(await steward.refused('DELETE', `/appliances/${settings.name}`)).toMatchObject(refusal)
    // The appliance took no byte, but the case that was begun is in the ledger already.
    expect((await steward.view(locked.evaluationId)).conduct!.disclosed.cases).toBeGreaterThanOrEqual(1)
    const withheld = { reason: 'The appliance is out of order.' }
    await steward.post(`/evaluations/${locked.evaluationId}/withhold`, withheld)
    await steward.put('/appliances', settings)
  })

  test('scores no answer in time as the failure of the device that it is', async () => {
    const { locked } = await beside({ steps: [] }, { answerSeconds: 1 })
    await scene.start(locked)
    expect(await outcomesOf(locked.evaluationId)).toEqual({ 'timed-out': scene.testSet.cases })
  })

  test('scores the refusal of a case as missing output', async () => {
    const { locked } = await beside({ receives: 'refuses', steps: [] })
    await scene.start(locked)
    expect(await outcomesOf(locked.evaluationId)).toEqual({ 'output-missing': scene.testSet.cases })
  })

  test('waits for a steward where the appliance can not be reached, and never blames the device', async () => {
    const { locked, steward, settings } = await beside({ receives: 'rejects', steps: [] }, { attempts: 2 })
    await scene.start(locked)
    expect(await steward.blocked(locked.evaluationId)).toBe('appliance-unreachable')
    expect((await steward.view(locked.evaluationId)).casesDone).toBe(0)
    await box!.stop()
    box = await startAppliance(settings, scene.hospital, { steps: [{ form: 'json' }] })
    expect(await outcomesOf(locked.evaluationId)).toEqual({ completed: scene.testSet.cases })
  })

  test('names and counts what is no answer, and lets none of it touch a case', async () => {
    const { locked } = await beside({
      steps: [
        { form: 'json', about: 'unknown' },
        { form: 'report', about: 'unknown' },
        { form: 'picture' },
        { form: 'segmentation' },
        { form: 'plan' },
        { form: 'json' },
        { form: 'json' },
        { form: 'json', text: '{"annotations":[]}' },
      ],
    })
    await scene.start(locked)
    const { cases } = scene.testSet
    expect(await outcomesOf(locked.evaluationId)).toEqual({ completed: cases })
    await expect.poll(() => box!.of('answered').length).toBe(8 * cases)
    // The run may be over by the time that the last one comes.
    const { differs = 0, late = 0, ...rest } = await answered()
    expect(differs + late).toBe(cases)
    expect(rest).toEqual({
      'unknown-case': 2 * cases,
      'picture-kept': cases,
      'wrong-kind': 2 * cases,
      taken: cases,
      'sent-again': cases,
    })
  })

  test.each([
    ['a bomb of brackets', '['.repeat(100_000)],
    ['a number that is none', '{"annotations":[{"sample":NaN,"label":"N"}]}'],
    ['places beyond the record', '{"annotations":[{"sample":2000000000,"label":"N"}]}'],
    ['a label that there is not', '{"annotations":[{"sample":1,"label":"<script>"}]}'],
  ])('scores %s as invalid output', async (_what, text) => {
    const { locked } = await beside({ steps: [{ form: 'json', text }] })
    await scene.start(locked)
    expect(await outcomesOf(locked.evaluationId)).toEqual({ 'output-invalid': scene.testSet.cases })
  })

  test('counts the cases that the vendor saw before, and shows them to the steward', async () => {
    const { locked, steward, ask } = await beside({ steps: [{ form: 'json' }] })
    await scene.start(locked)
    await steward.reaches(locked.evaluationId, 'scored')
    const again = await ask()
    const { cases } = scene.testSet
    expect((await steward.view(again.evaluationId)).disclosedBefore).toBe(cases)
    const first = box!.of('received').map(({ study }) => study)
    await scene.start(again)
    expect((await steward.reaches(again.evaluationId, 'scored')).conduct!.disclosed).toEqual({ cases, before: cases })
    // Nothing tells the vendor which case it has seen before.
    const second = box!.of('received').slice(first.length)
    expect(second.map(({ study }) => study).filter((study) => first.includes(study))).toEqual([])
  })

  test.skipIf(!hasProgram('storescu') || !hasPydicom)(
    'takes a report that pydicom wrote and storescu sends (needs dcmtk, python3-pydicom)',
    async () => {
      const { locked, settings } = await beside({ steps: [] }, {}, [forms.report])
      await scene.start(locked)
      const { cases } = scene.testSet
      const file = join(scene.hospital.directory, 'report.dcm')
      for (let done = 0; done < cases; done += 1) {
        const shown = await until('a case at the appliance', async () => box!.of('received')[done], 20)
        const { study, instance, sopClass } = shown as Record<string, string>
        writeReport(file, { study: study!, instance: instance!, sopClass: sopClass! })
        const { port, called, calling } = settings.listener!
        const words = ['-R', '-aet', calling, '-aec', called, '127.0.0.1', String(port), file]
        expect(await runProgram('storescu', words)).toMatchObject({ status: 0 })
      }
      expect(await outcomesOf(locked.evaluationId)).toEqual({ completed: cases })
    },
  )

  test('takes answers over HTTP with the secret of the appliance alone', async () => {
    const { name } = (await beside({ steps: [] })).settings
    const { url, directory } = scene.hospital
    const secret = readFileSync(join(directory, 'appliances', name, 'answer-secret'), 'utf8').trim()
    const ask = (given: string) =>
      fetch(`${url}/appliance/answers?study=1.2`, {
        method: 'POST',
        body: '{}',
        headers: { authorization: `Basic ${Buffer.from(given).toString('base64')}` },
      }).then(({ status }) => status)
    expect(await ask(`${name}:wrong`)).toBe(401)
    expect(await ask(`other:${secret}`)).toBe(401)
    expect(await ask(`../${name}:${secret}`)).toBe(401)
    expect(await ask(`${name}:${secret}`)).toBe(409)
  })
})
