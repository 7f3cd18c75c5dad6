import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { startImageDecoders } from '@assay/formats'
import { openBench, openPackage, openSeries } from '@assay/runner'
import { hasPostgreSQL, startPostgreSQL } from '@assay/store/measuring'
import type { Measured } from '../measured.ts'
import { startConsortiumOfOne } from './consortium-of-one.ts'
import { usedBetween } from './processor-times.ts'
import { profileShares } from './profile-shares.ts'
import { type NodeRun, runThroughNode } from './run-through-node.ts'
import { filesOf, packTrivialDevice, task } from './trivial-cases.ts'

const lanes = availableParallelism()

/**
 * A run of trivial cases through a whole node (every start logged, outputs read and scored, results, provenance and ledger written), on PGlite and on
 * a PostgreSQL server, beside the bare runner on the same cases and the same device: cases a minute, what the processors were at, and where
 * the time of the node's main thread went. ASSAY_CASES says how many cases.
 */
export async function measureNodeRun(): Promise<Measured> {
  const cases = Number(process.env.ASSAY_CASES ?? 1000)
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-node-run-'))
  try {
    const device = await packTrivialDevice(folder)
    const bare = await bareCasesAMinute(device, Math.min(cases, 300))
    const measured: Measured = { 'cases a minute, the runner alone, before': bare }
    Object.assign(measured, await measureOn('PGlite', join(folder, 'pglite'), { cases, device, databaseUrl: '' }))
    if (hasPostgreSQL()) {
      const { databaseUrl, stop } = await startPostgreSQL()
      try {
        const given = { cases, device, databaseUrl }
        Object.assign(measured, await measureOn('PostgreSQL', join(folder, 'postgresql'), given))
      } finally {
        await stop()
      }
    }
    measured['cases a minute, the runner alone, after'] = await bareCasesAMinute(device, Math.min(cases, 300))
    return measured
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}

/** As many side by side as there are processors, with nothing but the runner. */
async function bareCasesAMinute(archive: Uint8Array, cases: number): Promise<number> {
  const bench = await openBench('bubblewrap')
  const decoders = startImageDecoders()
  try {
    const device = await openPackage(bench, archive, createHash('sha256').update(archive).digest('hex'))
    const inputs = await Promise.all(
      Array.from({ length: 5 }, async (_, index) => task.inputFiles(filesOf(index), decoders)),
    )
    let left = cases
    const lane = async () => {
      const series = openSeries(bench, device)
      while (left > 0) {
        left -= 1
        const ran = await series.run(inputs[left % inputs.length]!, new AbortController().signal)
        await ran.discard()
        if (ran.outcome !== 'completed') throw new Error(`a case ended as ${ran.outcome}: ${ran.log}`)
      }
    }
    const started = performance.now()
    await Promise.all(Array.from({ length: lanes }, lane))
    return (60_000 * cases) / (performance.now() - started)
  } finally {
    decoders.close()
    await bench.close()
  }
}

async function measureOn(
  name: string,
  directory: string,
  { databaseUrl, ...given }: { cases: number; device: Uint8Array; databaseUrl: string },
): Promise<Measured> {
  mkdirSync(directory, { recursive: true })
  const profiles = join(directory, 'profiles')
  const interpreterWords = ['--cpu-prof', '--cpu-prof-interval', '2000', '--cpu-prof-dir', profiles]
  const begun = performance.now() / 1000
  const consortium = await startConsortiumOfOne(directory, { databaseUrl, workers: lanes, interpreterWords })
  const pid = consortium.nodePid()
  let run: NodeRun
  try {
    run = await runThroughNode(consortium, given)
  } finally {
    await consortium.stop()
  }
  const window = { from: run.before.wall - begun, to: run.after.wall - begun }
  return { ...measuredOf(name, run), ...sharesOf(name, profileShares(profiles, pid, window)) }
}

function measuredOf(name: string, { cases, seconds, before, after, ...run }: NodeRun): Measured {
  const used = usedBetween(before, after)
  const share = (part: number) => (100 * part) / used.all
  return {
    [`${name}: cases a minute through the node (aim 1,000)`]: (60 * cases) / seconds,
    [`${name}: devices at work at a time, mean`]: run.atWork / seconds,
    [`${name}: processors busy, %`]: share(used.busy),
    [`${name}: processors on devices and what holds them, %`]: share(run.usedByDevices),
    [`${name}: processors on the node itself, all threads, %`]: share(used.own),
    [`${name}: processors on anything else of this machine, %`]: share(used.busy - used.own - run.usedByDevices),
    [`${name}: milliseconds of a processor a case, the device`]: (1000 * run.usedByDevices) / cases,
    [`${name}: milliseconds of a processor a case, the node`]: (1000 * used.own) / cases,
    [`${name}: from a case's beginning until its result is written, without the device's time, ms`]:
      run.settling * 1000,
  }
}

function sharesOf(name: string, shares: ReadonlyMap<string, number>): Measured {
  const largest = [...shares].sort(([, a], [, b]) => b - a)
  return Object.fromEntries(largest.map(([what, share]) => [`${name}: the node's main thread, ${what}, %`, share]))
}
