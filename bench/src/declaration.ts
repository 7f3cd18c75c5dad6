import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { type DeskEvaluationView, deskEvaluationView, type TrainingDataSet } from '@assay/contracts'
import {
  declareTraining,
  draftEvaluation,
  lock,
  registerDevice,
  seal,
  submit,
  takeIn,
} from '@assay/demonstration/measuring'
import { runOnServer, startPostgreSQL } from '@assay/store/measuring'
import { root } from './demonstration-run.ts'
import { fillIndex } from './fill-index.ts'
import type { Measured } from './measured.ts'
import { type ConsortiumOfOne, startConsortiumOfOne } from './node-run/consortium-of-one.ts'
import { draftOf, until } from './node-run/run-through-node.ts'
import { packTrivialDevice, task, writeCases } from './node-run/trivial-cases.ts'
import { peakMemory } from './peak-memory.ts'

const [portion, most] = [50_000, 1_000_000]

/**
 * A declaration of training data with a million hashes, from a vendor's folder to a steward who is kept from approving: making it, sending it, and
 * holding it against a sealed set, at a node whose index holds a hundred thousand objects more, on PostgreSQL. Meanwhile somebody else asks hub and
 * node something small: how long the longest answer took. ASSAY_CASES and ASSAY_OBJECTS say how many of each.
 */
export async function measureDeclaration(): Promise<Measured> {
  const [cases, objects] = [Number(process.env.ASSAY_CASES ?? 2000), Number(process.env.ASSAY_OBJECTS ?? 100_000)]
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-declaration-'))
  const { databaseUrl, stop } = await startPostgreSQL()
  try {
    const consortium = await startConsortiumOfOne(folder, { databaseUrl, workers: 1, interpreterWords: [] })
    try {
      const making = await prepare(consortium, { cases, objects, databaseUrl })
      return { ...making, ...(await declare(consortium, await packTrivialDevice(folder))) }
    } finally {
      await consortium.stop()
    }
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}

/** Takes cases in, seals them, fills the index; and has the command line hash the same folder. */
async function prepare(
  { intake, steward }: ConsortiumOfOne,
  { cases, objects, databaseUrl }: { cases: number; objects: number; databaseUrl: string },
): Promise<Measured> {
  const records = join(intake, 'bench')
  writeCases(records, cases)
  const taken = await takeIn(steward, 'bench', 'ecg', 'synthetic')
  await seal(steward, 'ecg', task.id, taken.id)
  const statements = Array.from({ length: Math.ceil(objects / portion) }, (_, i) =>
    fillIndex(i * portion + 1, Math.min(objects, (i + 1) * portion)),
  )
  await runOnServer(databaseUrl, 'assay_hospital', [...statements.flat(), 'analyze'])
  const begun = performance.now()
  const words = [join(root, 'apps/cli/src/main.ts'), 'device', 'contents', records]
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 2 ** 30 })
  return { 'files hashed a second by assay device contents': rateSince(begun, stdout.trim().split('\n').length) }
}

function rateSince(begun: number, count: number): number {
  return (1000 * count) / (performance.now() - begun)
}

const strips: TrainingDataSet = {
  name: 'Strips',
  use: 'training',
  access: 'private',
  source: 'A measurement',
  patients: most,
  institutions: ['Elsewhere'],
  manufacturers: ['Example'],
  years: { from: 2019, to: 2021 },
}

async function declare(consortium: ConsortiumOfOne, device: Uint8Array): Promise<Measured> {
  const { cast, steward, intake, hub, hospital } = consortium
  const { id: deviceId } = await registerDevice(cast.vendor, device)
  const records = readFileSync(join(intake, 'bench/patients.tsv'), 'utf8')
  const shared = sha256(readFileSync(join(intake, 'bench', `${records.slice(0, records.indexOf('\t'))}.dat`)))
  const contents = [shared, ...Array.from({ length: most - 1 }, (_, i) => sha256(`content ${i}`))].sort()
  // Connections that were closed meanwhile are noticed before the next question.
  await wait(500)
  const before = { hub: peakMemory(consortium.hubPid()) / 1e6, node: peakMemory(consortium.nodePid()) / 1e6 }
  const sent = await timed(hub.url, () => declareTraining(cast.vendor, deviceId, { dataSets: [strips], contents }))
  const { id } = await draftEvaluation(cast.vendor, deviceId, await draftOf(consortium))
  await submit(cast.vendor, id)
  await lock(cast.reviewer, id)
  const view = () => steward.get(`/api/evaluations/${id}`, deskEvaluationView).catch(() => undefined)
  await until(async () => (await view()) !== undefined)
  const checked = await timed(hospital.url, () => until(async () => (await view())?.training != null))
  const approved = await timed(hospital.url, () =>
    steward.post(`/api/evaluations/${id}/approve`, {}, deskEvaluationView).catch(() => undefined),
  )
  assertFound(await view())
  return {
    'a million hashes sent, sorted, stored by the hub, s': sent.seconds,
    'longest answer of the hub to somebody else meanwhile, s': sent.longest,
    'from the request at the desk until it shows what was found, s': checked.seconds,
    'longest answer of the node to somebody else meanwhile, s': checked.longest,
    'an approval that is refused after it was checked again, s': approved.seconds,
    'peak memory of the hub, MB, before': before.hub,
    'peak memory of the hub, MB, after': peakMemory(consortium.hubPid()) / 1e6,
    'peak memory of the node, MB, before': before.node,
    'peak memory of the node, MB, after': peakMemory(consortium.nodePid()) / 1e6,
  }
}

/** Somebody who was never found would be measured as fast. */
function assertFound(view: DeskEvaluationView | undefined): void {
  const found = view?.training?.leaving.patientsInCommon
  if (view?.blockedBy?.code !== 'training-overlap' || found?.kind !== 'exact' || found.value !== 1)
    throw new Error(`found ${JSON.stringify(found)}, blocked by ${view?.blockedBy?.code}`)
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** How long something takes, and the longest that a program takes to answer another question meanwhile. */
async function timed(url: string, work: () => Promise<unknown>): Promise<{ seconds: number; longest: number }> {
  let [isDone, longest] = [false, 0]
  const asking = (async () => {
    while (!isDone) {
      const begun = performance.now()
      await (await fetch(`${url}/api/identity`, { headers: { connection: 'close' } })).arrayBuffer()
      longest = Math.max(longest, performance.now() - begun)
      await wait(20)
    }
  })()
  const begun = performance.now()
  try {
    await work()
    return { seconds: (performance.now() - begun) / 1000, longest: longest / 1000 }
  } finally {
    isDone = true
    await asking
  }
}
