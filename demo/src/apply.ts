import { setTimeout as wait } from 'node:timers/promises'
import { type Device, hospitalView, type ProtocolDraft, protocolDraft, testSetAnnouncement } from '@assay/contracts'
import { z } from 'zod'
import type { Person } from './people/person.ts'
import { draftEvaluation } from './people/vendor.ts'
import type { Scene } from './scene.ts'

const hospitalWithSets = hospitalView.extend({ testSets: z.array(testSetAnnouncement) })
type HospitalWithSets = z.infer<typeof hospitalWithSets>

const categoryTemplate = z.object({
  id: z.string(),
  tasks: z.array(
    z.object({ id: z.string(), template: protocolDraft.pick({ endpoints: true, criteria: true, failedOutput: true }) }),
  ),
})

/**
 * The vendor applies: waits until the hub knows the hospitals' sealed sets, and writes the category's template down
 * as the draft of a protocol. Returns the evaluation's id, the known one where it was done.
 */
export async function apply(scene: Scene, vendor: Person, device: Device): Promise<string> {
  if (scene.state.evaluationId) return scene.state.evaluationId
  const wanted = Object.values(scene.state.testSets)
  const hospitals = await hospitalsWithSets(vendor, wanted)
  const draft = await writeDraft(vendor, device, hospitals, wanted)
  const evaluation = await draftEvaluation(vendor, device.id, draft)
  scene.remember({ evaluationId: evaluation.id })
  return evaluation.id
}

async function hospitalsWithSets(vendor: Person, wanted: string[]): Promise<HospitalWithSets[]> {
  for (;;) {
    const hospitals = await vendor.get('/api/hospitals', z.array(hospitalWithSets))
    const chosen = hospitals.filter((one) => one.testSets.some((set) => wanted.includes(set.testSetId)))
    if (chosen.length === wanted.length) return chosen
    await wait(100)
  }
}

async function writeDraft(
  vendor: Person,
  { manifest }: Device,
  hospitals: HospitalWithSets[],
  wanted: string[],
): Promise<ProtocolDraft> {
  const categories = await vendor.get('/api/categories', z.array(categoryTemplate))
  const task = categories.find((one) => one.id === manifest.category)?.tasks.find((one) => one.id === manifest.task)
  if (!task) throw new Error(`the hub has no template for ${manifest.category}, ${manifest.task}`)
  const patients = hospitals
    .flatMap((one) => one.testSets)
    .filter((set) => wanted.includes(set.testSetId))
    .reduce((sum, set) => sum + set.patients, 0)
  return {
    ...task.template,
    title: `${manifest.name} ${manifest.version}`,
    intendedUse: manifest.intendedUse,
    category: manifest.category,
    task: manifest.task,
    target: 'these-hospitals',
    hospitals: hospitals.map((one) => one.id),
    leastHospitals: hospitals.length,
    sampleSize: {
      leastPatients: patients,
      justification:
        'Demonstration: every patient in the sealed sets of the hospitals asked. Each criterion wants an effective ' +
        'number of patients (K_eff) of at least 20; below that it is not assessable.',
    },
  }
}
