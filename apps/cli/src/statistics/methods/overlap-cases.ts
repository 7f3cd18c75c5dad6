import { availableParallelism } from 'node:os'
import { AssayError, type ErrorCode, type ErrorParameters } from '@assay/contracts'
import {
  centrelineDice,
  compareLabel,
  compareLesions,
  failedComparison,
  type LabelVolume,
  panopticQuality,
} from '@assay/statistics/overlap'
import { Piscina } from 'piscina'
import { type FilePair, type LabelPair, readPair } from './label-files.ts'
import type { CaseRow, InstanceRow } from './overlap-tables.ts'

export const surfaces = ['voxel', 'element'] as const
export const emptyRules = ['perfect', 'undefined'] as const
export const connectivities = ['6', '18', '26'] as const

/** How label maps are compared, as options declare it. */
export interface OverlapRules {
  readonly labels?: readonly number[]
  readonly surface: (typeof surfaces)[number]
  readonly tolerance: number
  readonly empty: (typeof emptyRules)[number]
  readonly lesions?: boolean
  readonly centreline?: boolean
  readonly instances?: boolean
  readonly connectivity: (typeof connectivities)[number]
  readonly dilation: number
  readonly leastVoxels: number
  readonly penalty?: number
}

/** A case, compared: its rows, or its instances; of its volumes the grid alone is kept. */
export interface ComparedCase {
  readonly case: string
  readonly failed: boolean
  readonly grid: Pick<LabelVolume, 'size' | 'spacing'>
  readonly rows: readonly Omit<CaseRow, 'patient'>[]
  readonly instances: readonly InstanceRow[]
}

/** Milliseconds of work ahead from which threads are worth their start. */
const worthThreads = 1500

/**
 * Compares cases one after the other, of each its volumes in memory alone; the later ones on as many threads as the machine has cores, if
 * the first took so long that it pays. The same rows on any number of threads.
 * @param workers threads; undefined: as it pays
 * @throws AssayError of the first case, in their order, that can not be read
 */
export async function compareCases(
  pairs: readonly FilePair[],
  rules: OverlapRules,
  progress: (done: number, total: number) => void,
  workers?: number,
): Promise<ComparedCase[]> {
  const started = performance.now()
  const first: ComparedCase[] = []
  for (const files of pairs.slice(0, 1)) first.push(await compareFiles(files, rules))
  progress(first.length, pairs.length)
  const rest = pairs.slice(first.length)
  const pays = rest.length > 1 && (performance.now() - started) * rest.length > worthThreads
  const threads = Math.min(workers ?? (pays ? availableParallelism() : 0), rest.length)
  let done = first.length
  const told = <Case>(one: Case): Case => {
    done += 1
    progress(done, pairs.length)
    return one
  }
  if (threads >= 2) return [...first, ...(await inThreads(rest, rules, threads, told))]
  for (const files of rest) first.push(told(await compareFiles(files, rules)))
  return first
}

async function compareFiles(files: FilePair, rules: OverlapRules): Promise<ComparedCase> {
  return comparePair(await readPair(files), rules)
}

/** What a thread hands back: an error as its code, since its class does not come through. */
type Outcome = { readonly compared: ComparedCase } | { readonly code: ErrorCode; readonly parameters: ErrorParameters }

/** Compares a case on whatever thread this runs. */
export async function compareInThread(given: { files: FilePair; rules: OverlapRules }): Promise<Outcome> {
  try {
    return { compared: await compareFiles(given.files, given.rules) }
  } catch (error) {
    if (error instanceof AssayError) return { code: error.code, parameters: error.parameters }
    throw error
  }
}

async function inThreads(
  pairs: readonly FilePair[],
  rules: OverlapRules,
  threads: number,
  told: (outcome: Outcome) => Outcome,
): Promise<ComparedCase[]> {
  const filename = new URL('overlap-worker.ts', import.meta.url).href
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads })
  try {
    const outcomes = await Promise.all(
      pairs.map(async (files) => told((await pool.run({ files, rules }, { name: 'compareInThread' })) as Outcome)),
    )
    return outcomes.map((outcome) => {
      if ('code' in outcome) throw new AssayError(outcome.code, outcome.parameters)
      return outcome.compared
    })
  } finally {
    await pool.destroy()
  }
}

/** What a failed output is where instances are counted: nothing. */
function resultOf({ reference, result }: LabelPair): LabelVolume {
  return result ?? { ...reference, runs: { ends: reference.runs.ends.slice(-1), labels: Uint8Array.of(0) } }
}

function comparePair(pair: LabelPair, options: OverlapRules): ComparedCase {
  const { case: name, reference, result } = pair
  const { size, spacing } = reference
  const one = { case: name, failed: result === undefined }
  if (options.instances) {
    const instances = [{ case: name, failed: one.failed, ...panopticQuality(reference, resultOf(pair)) }]
    return { ...one, grid: { size, spacing }, rows: [], instances }
  }
  const labels = options.labels ?? labelsIn([reference, ...(result ? [result] : [])])
  const rows = labels.map((label) => ({ ...one, ...measuresOf(pair, label, options) }))
  return { ...one, grid: { size, spacing }, rows, instances: [] }
}

function measuresOf(pair: LabelPair, label: number, options: OverlapRules) {
  const { reference, result } = pair
  return {
    ...(result ? compareLabel(reference, result, label, options) : failedComparison(reference, label)),
    ...(options.centreline ? centrelineDice(reference, resultOf(pair), label) : {}),
    ...(options.lesions ? { lesionWise: compareLesions(reference, resultOf(pair), label, lesionRules(options)) } : {}),
  }
}

function lesionRules({ connectivity, dilation, leastVoxels, surface, penalty }: OverlapRules) {
  return {
    connectivity: Number(connectivity) as 6 | 18 | 26,
    dilation,
    leastVoxels,
    surface,
    ...(penalty === undefined ? {} : { penalty }),
  }
}

/** Labels above 0 in any of the volumes, rising. */
function labelsIn(volumes: readonly LabelVolume[]): number[] {
  const found = new Set(volumes.flatMap(({ runs }) => [...new Set(runs.labels)]))
  found.delete(0)
  return [...found].sort((a, b) => a - b)
}
