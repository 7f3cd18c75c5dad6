import { type TestSetAnnouncement, testSetAnnouncement } from '@assay/contracts'
import { z } from 'zod'
import type { Member } from './consortium.ts'
import type { Person } from './people/person.ts'
import { seal, takeIn } from './people/steward.ts'
import { roundFolder } from './records/prepare-records.ts'
import type { Scene } from './scene.ts'

/** What a hospital took in and sealed. */
export interface FilledHospital {
  testSet: TestSetAnnouncement
  /** Records that intake refused, each with its reason at the hospital's desk. */
  quarantined: number
}

/** The steward takes the round's records in and seals them into a test set, unless that was done. */
export async function fillHospital(scene: Scene, steward: Person, hospital: Member): Promise<FilledHospital> {
  const known = scene.state.testSets[hospital.key]
  const sealed = await steward.get('/api/test-sets', z.array(testSetAnnouncement))
  const found = sealed.find((one) => one.testSetId === known)
  if (found) return { testSet: found, quarantined: 0 }
  const provenance = scene.state.source.startsWith('generated:') ? 'synthetic' : 'public'
  const intake = await takeIn(steward, roundFolder(scene.state.round), 'ecg', provenance)
  const testSet = await seal(steward, 'ecg', 'beat-classification', intake.id)
  scene.remember({ testSets: { ...scene.state.testSets, [hospital.key]: testSet.testSetId } })
  return { testSet, quarantined: intake.quarantined }
}
