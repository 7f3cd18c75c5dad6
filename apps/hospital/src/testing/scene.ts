import { join } from 'node:path'
import type { Protocol, TestSetAnnouncement } from '@assay/contracts'
import { afterAll } from 'vitest'
import type { HospitalDescription } from '../open-hospital.ts'
import { type FakeHub, startFakeHub } from './fake-hub.ts'
import { writeRecords } from './records.ts'
import { programs, type TestDevice, testDevice } from './test-device.ts'
import { startHospital, type TestHospital, testFolder } from './test-hospital.ts'

/** A node that has joined a hub and sealed generated records, and a device that may run there. */
export interface Scene {
  readonly hub: FakeHub
  readonly hospital: TestHospital
  readonly device: TestDevice
  /** Where the records were taken in from. */
  readonly records: string
  readonly testSet: TestSetAnnouncement
  /** The hub asks; waits until the steward can see it. */
  readonly asked: (changes?: object) => Promise<Protocol>
  /** The steward approves, the hub orders the run. */
  readonly start: (locked: Protocol) => Promise<void>
  readonly stop: () => Promise<void>
}

interface Wish {
  readonly patients?: number
  /** Made when the node's directory is known. */
  readonly device?: (directory: string) => Promise<TestDevice>
  readonly changes?: Partial<HospitalDescription>
}

/** Sets a scene. The device is the demonstration's, so that it runs on machines without isolation too. */
export async function setScene({ patients = 2, device: make, changes = {} }: Wish = {}): Promise<Scene> {
  const { folder, remove } = testFolder()
  const device = await (make?.(folder) ?? testDevice(programs.findsNothing))
  const hub = await startFakeHub()
  hub.packages.set(device.digest, device.archive)
  const description = { demonstrationDevice: device.digest, executor: 'none' as const, ...changes }
  const hospital = await startHospital(folder, description)
  const { steward, identity } = hospital
  await steward.post('/enrolment', hub.invitation)
  const records = join(hospital.intake, 'first')
  writeRecords(records, 1, patients)
  const testSet = await steward.seal(await steward.takeIn('first'))
  await hub.hears('test-set-announced')
  return {
    hub,
    hospital,
    device,
    records,
    testSet,
    asked: async (wishes) => {
      const locked = await hub.ask(identity.id, testSet, device.digest, wishes)
      await steward.reaches(locked.evaluationId, 'asked')
      return locked
    },
    start: async (locked) => {
      await steward.post(`/evaluations/${locked.evaluationId}/approve`)
      await hub.order(identity.id, locked)
    },
    stop: async () => {
      await hospital.stop()
      await hub.stop()
      remove()
    },
  }
}

/** A scene for all tests of a file: set here, cleared away after the last of them. */
export async function sceneForTests(wish: Wish = {}): Promise<Scene> {
  const scene = await setScene(wish)
  afterAll(scene.stop)
  return scene
}
