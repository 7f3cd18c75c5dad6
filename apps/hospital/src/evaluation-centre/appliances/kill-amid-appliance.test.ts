import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FakeHub, startFakeHub } from '../../testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from '../../testing/hospital-process.ts'
import { recordsIn, writeRecords } from '../../testing/records.ts'
import { firstSteward, type Steward } from '../../testing/steward.ts'
import {
  appliancePackage,
  applianceSettingsFor,
  forms,
  startAppliance,
  type TestAppliance,
} from '../../testing/test-appliance.ts'
import { testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

let directory: string
let remove: () => void
let node: HospitalProcess
let steward: Steward
let hub: FakeHub
let box: TestAppliance | undefined

beforeEach(async () => {
  const made = testFolder()
  directory = made.folder
  remove = made.remove
  hub = await startFakeHub()
})
afterEach(async () => {
  await box?.stop()
  await node.stop()
  await hub.stop()
  remove()
})

async function start(): Promise<void> {
  node = await startHospitalProcess(directory)
  steward = await firstSteward(node.url, directory)
}

async function killAndStartAgain(): Promise<void> {
  await node.kill()
  await start()
}

/** A node with sealed records, and an appliance of its own that answers after a while. */
async function prepared() {
  const folder = join(directory, 'exported', 'first')
  writeRecords(folder, 1, 6)
  await start()
  await steward.post('/enrolment', hub.invitation)
  const testSet = await steward.seal(await steward.takeIn('first'))
  await hub.hears('test-set-announced')
  const { archive, digest } = await appliancePackage([forms.report])
  hub.packages.set(digest, archive)
  const settings = await applianceSettingsFor({ attempts: 20 })
  await steward.put('/appliances', settings)
  box = await startAppliance(
    settings,
    { url: node.url, directory },
    {
      steps: [{ form: 'report', afterMilliseconds: 250 }],
    },
  )
  const [hospitalId] = hub.hospitals.keys()
  const locked = await hub.ask(hospitalId!, testSet, digest, { wayOfRunning: 'appliance' })
  await steward.reaches(locked.evaluationId, 'asked')
  await steward.post(`/evaluations/${locked.evaluationId}/approve`)
  await hub.order(hospitalId!, locked)
  return { locked, cases: recordsIn(folder).length, settings }
}

test.skipIf(!process.env.ASSAY_FAULTS)(
  'a node killed amid a run over an appliance loses nothing, renames nothing, and scores nothing twice (long suite)',
  {
    timeout: 120_000,
  },
  async () => {
    const { locked, cases } = await prepared()
    const isSeen = (count: number) => () => Promise.resolve(box!.of('received').length >= count ? true : undefined)
    for (const count of [1, 3, 5]) {
      await until('some cases at the appliance', isSeen(count), 60)
      await killAndStartAgain()
    }
    const { conduct } = await until(
      'the end of the run',
      async () => {
        const view = await steward.view(locked.evaluationId)
        if (view.state === 'scored') return view
        await new Promise((resolve) => setTimeout(resolve, 200))
        return undefined
      },
      90,
    )
    expect(conduct).toMatchObject({ cases, disclosed: { cases, before: 0 } })
    const studies = new Set(box!.of('received').map(({ study }) => study))
    expect(studies.size).toBe(cases)
    // What the appliance had to say while the node was down did not arrive: it was asked again.
    expect(conduct!.outcomes).toEqual({ completed: cases })
  },
)
