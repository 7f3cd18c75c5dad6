import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntakeRun } from '@assay/contracts'
import { canaryFiles, findCanaries } from '@assay/formats/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeHub, startFakeHub } from '../testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from '../testing/hospital-process.ts'
import { firstSteward, type Steward } from '../testing/steward.ts'
import { testFolder } from '../testing/test-hospital.ts'

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

test('no planted identifier comes out: not in the index, stored copies, quarantine, answers, log, or at the hub', async () => {
  const from = join(directory, 'exported', 'Ouyang^Jingyi MRN-7350918264')
  mkdirSync(from, { recursive: true })
  for (const [place, { bytes }] of canaryFiles().entries()) {
    expect(findCanaries(bytes).length).toBeGreaterThan(0)
    writeFileSync(join(from, `Ouyang Jingyi ${place}.dcm`), bytes)
  }
  writeFileSync(join(from, 'Ouyang Jingyi.txt'), 'Ouyang Jingyi, 13857190426')
  const begun = Date.now()
  const request = { folder: '.', category: 'lung-ct', provenance: 'patients' }
  const { id } = await steward.post<IntakeRun>('/intake', request)
  const run = await steward.intakeEnds((one) => one.id === id)
  expect(run.accepted).toBeGreaterThan(0)
  expect(run.accepted + run.quarantined + run.known).toBe(run.found)
  const answers = await Promise.all(
    ['/intake', '/quarantine', '/studies', '/directory', '/node'].map((path) => steward.get(path)),
  )
  expect(findCanaries(Buffer.from(JSON.stringify(answers)))).toEqual([])
  expect(findCanaries(Buffer.from(node.log()))).toEqual([])
  expect(findCanaries(Buffer.from(JSON.stringify(hub.heard)))).toEqual([])
  // What was not written since can not hold any of it.
  const isOfTheIntake = (path: string) => !path.startsWith(from) && statSync(path).mtimeMs >= begun
  const kept = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && isOfTheIntake(join(entry.parentPath, entry.name)),
  )
  expect(kept.some(({ parentPath }) => parentPath.includes('/blobs/'))).toBe(true)
  for (const { parentPath, name } of kept) {
    const found = findCanaries(readFileSync(join(parentPath, name)))
    expect(found, join(parentPath, name)).toEqual([])
  }
})
