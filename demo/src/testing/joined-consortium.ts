import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Credentials,
  hospitalView,
  type ProtocolDraft,
  protocolDraft,
  testSetAnnouncement,
} from '@assay/contracts'
import { expect } from 'vitest'
import { z } from 'zod'
import { carryThrough } from '../carry-through.ts'
import { collectReport } from '../collect-report.ts'
import { type Cast, gatherCast } from '../people/consortium-people.ts'
import { inviteHospital } from '../people/operator.ts'
import { joinHub } from '../people/steward.ts'
import { draftEvaluation } from '../people/vendor.ts'
import { type FreshConsortium, startFreshConsortium } from './consortium-programs.ts'
import { assay } from './demonstration-process.ts'

/** A hub and three hospitals that joined it, with their people. */
export interface JoinedConsortium {
  readonly consortium: FreshConsortium
  readonly cast: Cast
  /** What people log in with, by `operator`, `hospital-1` and so on. */
  readonly known: ReadonlyMap<string, Credentials>
}

/** Starts one in a directory of its own, with records of so many patients a hospital. */
export async function startJoinedConsortium(directory: string, patients: number): Promise<JoinedConsortium> {
  const known = new Map<string, Credentials>()
  const consortium = await startFreshConsortium(directory, patients)
  const logins = { find: (key: string) => known.get(key), keep: (key: string, one: Credentials) => known.set(key, one) }
  const cast = await gatherCast(consortium.hub, consortium.hospitals, logins, randomBytes)
  for (const { key, name } of consortium.hospitals)
    await joinHub(cast.stewards.get(key)!, () => inviteHospital(cast.operator, name))
  return { consortium, cast, known }
}

const templates = z.array(
  z.object({
    id: z.string(),
    tasks: z.array(z.object({ template: protocolDraft.pick({ endpoints: true, criteria: true, failedOutput: true }) })),
  }),
)
const withSets = z.array(hospitalView.extend({ testSets: z.array(testSetAnnouncement) }))

/** A vendor's draft from the template of a category's first task, over all three hospitals, once each has announced its set. */
export async function draftFromTemplate(
  { vendor }: Cast,
  named: Pick<ProtocolDraft, 'title' | 'intendedUse' | 'category' | 'task'>,
): Promise<ProtocolDraft> {
  let hospitals: z.infer<typeof withSets> = []
  await expect
    .poll(async () => {
      hospitals = await vendor.get('/api/hospitals', withSets)
      return hospitals.filter(({ testSets }) => testSets.length > 0).length
    })
    .toBe(3)
  const categories = await vendor.get('/api/categories', templates)
  return {
    ...categories.find(({ id }) => id === named.category)!.tasks[0]!.template,
    ...named,
    target: 'these-hospitals',
    hospitals: hospitals.map(({ id }) => id),
    leastHospitals: 3,
    sampleSize: { leastPatients: 1, justification: 'A test.' },
  }
}

/** Carries an evaluation to its signed report, which `assay verify` passes. Gives the report's JSON, and where a file of it lies. */
export async function reportOf(
  { consortium, cast }: JoinedConsortium,
  { device, draft, directory }: { device: string; draft: ProtocolDraft; directory: string },
): Promise<{ json: unknown; file: (name: string) => string }> {
  const { id } = await draftEvaluation(cast.vendor, device, draft)
  const decided = await carryThrough(id, cast, consortium.hospitals, () => undefined)
  const { folder } = await collectReport(cast.reviewer, decided, join(directory, 'reports'))
  const file = (name: string) => join(folder, name)
  expect(await assay(['verify', file('report.json'), '--trust', file('trust.json')])).toMatchObject({ status: 0 })
  return { json: JSON.parse(readFileSync(file('report.json'), 'utf8')), file }
}
