import { randomBytes } from 'node:crypto'
import type { CategoryTask, GeneratedCase } from '@assay/categories'
import { readResult, taskOf } from '@assay/categories'
import type { CaseOutcome, DeviceManifest, ErrorParameters, Isolation } from '@assay/contracts'
import { AssayError } from '@assay/contracts'
import { type ImageDecoders, startImageDecoders } from '@assay/formats'
import {
  type Bench,
  type CaseRun,
  type Cluster,
  countRepeats,
  type ExecutorWish,
  type OpenedPackage,
  openBench,
  openPackage,
  openSeries,
  type Series,
  shuffled,
} from '@assay/runner'
import { sha256OfJson } from '@assay/signing'
import { readPackageAt } from './read-package-at.ts'

/** How a device did on one generated case. */
export interface CaseTry {
  case: string
  outcome: CaseOutcome
  /** What was wrong with its output, where something was. */
  fault?: ErrorParameters
  exitCode: number | null
  wallMilliseconds: number
  cpuMilliseconds?: number
  peakMemoryBytes: number
  /** End of what the device printed. */
  log: string
  /** Hash of outcome and scores: what a node compares. */
  result: string
}

/** Everything that a dry run saw. */
export interface DryRun {
  seed: number
  /** What stood in the way of a run, in the package or its manifest. */
  refused?: { check: 'package' | 'task'; code: AssayError['code']; parameters: AssayError['parameters'] }
  digest?: string
  bytes?: number
  manifest?: DeviceManifest
  isolation?: { isolation: Isolation; parts: readonly string[]; reason: string; version: string }
  /** In the order in which they were run. */
  cases: CaseTry[]
  /** Some of these cases again, each in a fresh start. */
  repeats: CaseTry[]
}

interface Wanted {
  /** Undefined: as many as its way of starting asks for. */
  cases: number | undefined
  seed: number
  executor: ExecutorWish
  cluster?: Cluster | undefined
  signal: AbortSignal
  told: (done: number, total: number) => void
}

/** Of a device that takes one case a start, so many are run, and run again. */
const [casesOfSingle, repeatsOfSingle] = [5, 2]

/** Of one that takes case after case: more than a node runs again at least, so that those are drawn from among others. */
const casesOfSeries = 25

/**
 * Runs a device on generated cases as a hospital's node would: its package read whole, isolated where this machine can,
 * with its limits, its outputs read as hostile and scored; then again, in fresh starts.
 * @param path a folder with device.json, a package, or an image archive that carries its manifest
 * @throws AssayError isolation-unavailable where the executor itself failed
 */
export async function dryRun(path: string, wanted: Wanted): Promise<DryRun> {
  const seen: DryRun = { seed: wanted.seed, cases: [], repeats: [] }
  const bench = await openBench(wanted.executor, wanted.cluster)
  const decoders = startImageDecoders()
  try {
    const { isolation, parts, reason, version } = bench.executor
    seen.isolation = { isolation, parts, reason, version }
    const read = await refusing('package', seen, () => readPackageAt(path, bench.area))
    if (!read) return seen
    Object.assign(seen, { digest: read.digest, bytes: read.bytes })
    const device = await refusing('package', seen, () => openPackage(bench, read.source, read.digest))
    if (!device) return seen
    seen.manifest = device.manifest
    const task = await refusing('task', seen, async () => taskOf(device.manifest))
    if (task) await runAll(bench, { device, task, decoders }, wanted, seen)
    return seen
  } finally {
    decoders.close()
    await bench.close()
  }
}

async function refusing<T>(check: 'package' | 'task', seen: DryRun, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    seen.refused = { check, code: error.code, parameters: error.parameters }
    return undefined
  }
}

interface Tried {
  task: CategoryTask
  sockets: DeviceManifest['inputs']
  decoders: ImageDecoders
}

/** In random order, as at a node; then those that were drawn, in an order of their own. Names say nothing of the order. */
async function runAll(
  bench: Bench,
  { device, ...rest }: Omit<Tried, 'sockets'> & { device: OpenedPackage },
  { cases, seed, signal, told }: Wanted,
  seen: DryRun,
): Promise<void> {
  const tried = { ...rest, sockets: device.manifest.inputs }
  const isSeries = device.manifest.cases === 'many-per-start'
  const count = cases ?? (isSeries ? casesOfSeries : casesOfSingle)
  const all = Array.from({ length: count }, (_, index) => index)
  const again = shuffled(all, randomBytes).slice(0, isSeries ? countRepeats(count, true, 0) : repeatsOfSingle)
  const run = async (indices: readonly number[], into: CaseTry[], isFresh: boolean) => {
    let series = openSeries(bench, device)
    try {
      for (const index of indices) {
        into.push(await tryCase(series, tried, tried.task.generateCase(seed, index), signal))
        told(seen.cases.length + seen.repeats.length, count + again.length)
        if (isFresh) {
          await series.close()
          series = openSeries(bench, device)
        }
      }
    } finally {
      await series.close()
    }
  }
  await run(shuffled(all, randomBytes), seen.cases, false)
  await run(again, seen.repeats, true)
}

async function tryCase(series: Series, tried: Tried, given: GeneratedCase, signal: AbortSignal): Promise<CaseTry> {
  const showing = { sockets: tried.sockets, key: randomBytes(32) }
  const run = await series.run(await tried.task.inputFiles(given.files, tried.decoders, showing), signal)
  try {
    const { outcome, fault, result } = await readTry(tried, given, run)
    const { exitCode, wallMilliseconds, cpuMilliseconds, peakMemoryBytes, log } = run
    return {
      case: given.name,
      outcome,
      exitCode,
      wallMilliseconds,
      peakMemoryBytes,
      log,
      result,
      ...(fault === undefined ? {} : { fault }),
      ...(cpuMilliseconds === undefined ? {} : { cpuMilliseconds }),
    }
  } finally {
    await run.discard()
  }
}

async function readTry(
  { task, decoders }: Tried,
  given: GeneratedCase,
  run: CaseRun,
): Promise<Pick<CaseTry, 'outcome' | 'result'> & { fault?: ErrorParameters | undefined }> {
  const read = await readResult(task, given.files, run, decoders)
  const outcome = 'failure' in read ? read.failure : 'completed'
  const scores: unknown[] = []
  for (const endpoint of task.template.endpoints) scores.push(await task.score(given, read, endpoint, decoders))
  return {
    outcome,
    result: sha256OfJson(JSON.parse(JSON.stringify({ outcome, scores }))),
    fault: 'failure' in read ? read.fault : undefined,
  }
}
