import { setTimeout as wait } from 'node:timers/promises'
import {
  deskEvaluationView,
  hospitalView,
  type ProtocolDraft,
  protocolDraft,
  testSetAnnouncement,
} from '@assay/contracts'
import {
  approve,
  draftEvaluation,
  findEvaluation,
  lock,
  registerDevice,
  seal,
  submit,
  takeIn,
} from '@assay/demonstration/measuring'
import { z } from 'zod'
import type { ConsortiumOfOne } from './consortium-of-one.ts'
import { type ProcessorTimes, processorTimes } from './processor-times.ts'
import { task, writeCases } from './trivial-cases.ts'

const record = z.object({
  attempts: z.array(z.object({ case_id: z.string(), begun_at: z.iso.datetime() })),
  results: z.array(
    z.object({
      case_id: z.string(),
      wall_milliseconds: z.number(),
      cpu_milliseconds: z.number().nullable(),
      at: z.iso.datetime(),
    }),
  ),
})

/** A run as the node's own provenance tells it. */
export interface NodeRun {
  readonly cases: number
  /** From its start to the summary that waits for the steward. Seconds. */
  readonly seconds: number
  /** Devices at work, summed over cases. Seconds. */
  readonly atWork: number
  /** Processors' seconds of devices and of what holds them, as their control groups counted, summed over cases. */
  readonly usedByDevices: number
  /** From a device's end until its result is written down: scoring and writing, beside the next case. Seconds, mean. */
  readonly settling: number
  /** Around the run, as near as it was seen. */
  readonly before: ProcessorTimes
  readonly after: ProcessorTimes
}

const templates = z.array(
  z.object({
    id: z.string(),
    tasks: z.array(z.object({ template: protocolDraft.pick({ endpoints: true, criteria: true, failedOutput: true }) })),
  }),
)
const withSets = z.array(hospitalView.extend({ testSets: z.array(testSetAnnouncement) }))

/** Takes cases in, seals them, and has a device run on them as people do it at portal and desk, up to the scored run. */
export async function runThroughNode(
  consortium: ConsortiumOfOne,
  { cases, device }: { readonly cases: number; readonly device: Uint8Array },
): Promise<NodeRun> {
  const { steward, cast, nodePid } = consortium
  writeCases(`${consortium.intake}/bench`, cases)
  const intake = await takeIn(steward, 'bench', 'ecg', 'synthetic')
  const sealed = await seal(steward, 'ecg', task.id, intake.id)
  if (sealed.cases !== cases) throw new Error(`${sealed.cases} cases sealed of ${cases}`)
  const { id: deviceId } = await registerDevice(cast.vendor, device)
  const { id } = await draftEvaluation(cast.vendor, deviceId, await draftOf(consortium))
  await submit(cast.vendor, id)
  await lock(cast.reviewer, id)
  const stateOf = async () => (await findEvaluation(steward, id))?.state
  await until(async () => (await stateOf()) === 'asked')
  await approve(steward, id)
  await until(async () => (await stateOf()) === 'running')
  const before = processorTimes(nodePid())
  await until(async () => (await stateOf()) === 'scored', 500)
  const after = processorTimes(nodePid())
  const { conduct } = await steward.get(`/api/evaluations/${id}`, deskEvaluationView)
  if (conduct?.outcomes.completed !== cases) throw new Error(`not all completed: ${JSON.stringify(conduct?.outcomes)}`)
  const seconds = secondsBetween(conduct.startedAt, conduct.finishedAt)
  return { cases, seconds, before, after, ...(await timesOf(consortium, id)) }
}

/** An application for the consortium's one hospital, once it has announced its set. */
export async function draftOf({ cast: { vendor } }: ConsortiumOfOne): Promise<ProtocolDraft> {
  let hospitals: z.infer<typeof withSets> = []
  await until(async () => {
    hospitals = await vendor.get('/api/hospitals', withSets)
    return hospitals.some(({ testSets }) => testSets.length > 0)
  })
  const categories = await vendor.get('/api/categories', templates)
  return {
    ...categories.find(({ id }) => id === 'ecg')!.tasks[0]!.template,
    title: 'Bench ECG 1.0',
    intendedUse: 'Finds nothing.',
    category: 'ecg',
    task: task.id,
    target: 'these-hospitals',
    hospitals: hospitals.map(({ id }) => id),
    leastHospitals: 1,
    sampleSize: { leastPatients: 1, justification: 'A measurement.' },
  }
}

async function timesOf(
  { steward }: ConsortiumOfOne,
  id: string,
): Promise<Pick<NodeRun, 'atWork' | 'usedByDevices' | 'settling'>> {
  const { attempts, results } = await steward.get(`/api/evaluations/${id}/provenance`, record)
  const begun = new Map(attempts.map(({ case_id, begun_at }) => [case_id, begun_at]))
  const settled = results.map(
    ({ case_id, at, wall_milliseconds }) => secondsBetween(begun.get(case_id)!, at) - wall_milliseconds / 1000,
  )
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0)
  return {
    atWork: sum(results.map(({ wall_milliseconds }) => wall_milliseconds)) / 1000,
    usedByDevices: sum(results.map(({ cpu_milliseconds }) => cpu_milliseconds ?? 0)) / 1000,
    settling: sum(settled) / settled.length,
  }
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000
}

export async function until(is: () => Promise<boolean>, milliseconds = 50): Promise<void> {
  while (!(await is())) await wait(milliseconds)
}
