import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { type Bench, type OpenedPackage, openBench, openPackage, openSeries, packPackage } from '@assay/runner'
import type { Measured } from './measured.ts'

const starts = 20
const rowCases = 300
const lanesCases = 100
const never = new AbortController().signal
const input = [{ path: 'in/record', bytes: Buffer.alloc(50_000, 1) }]

const one = `import fs from 'node:fs'
fs.writeFileSync(process.env.OUTPUT_DIR + '/answer', fs.readFileSync(process.env.INPUT_DIR + '/in/record').subarray(0, 9))`

const many = `import fs from 'node:fs'
import readline from 'node:readline'
console.log('ready')
for await (const name of readline.createInterface({ input: process.stdin })) {
  const record = fs.readFileSync(process.env.INPUT_DIR + '/' + name + '/in/record')
  fs.writeFileSync(process.env.OUTPUT_DIR + '/' + name + '/answer', record.subarray(0, 9))
  console.log('done ' + name)
}`

/**
 * What a case costs beyond the bare process, each way to run it in turn in one round, so that load on the machine falls on
 * all: medians over rounds, ms. The device reads 50 kB and writes a file.
 */
export async function measureRunner(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-runner-'))
  const benches = [await openBench('bubblewrap'), await openBench('podman')].filter(
    ({ executor }) => executor.isolation !== 'none',
  )
  try {
    const measured: Measured = {}
    await measureStarts(folder, benches, measured)
    await measureRows(folder, benches, measured)
    await measureLanes(folder, benches, measured)
    return measured
  } finally {
    for (const bench of benches) await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureStarts(folder: string, benches: readonly Bench[], measured: Measured): Promise<void> {
  const devices = await Promise.all(benches.map((bench) => deviceOf(folder, bench, one, 'one-per-start')))
  const times = new Map<string, number[]>()
  const time = async (name: string, act: () => unknown) => {
    const started = performance.now()
    await act()
    times.set(name, [...(times.get(name) ?? []), performance.now() - started])
  }
  for (let round = 0; round < starts; round += 1) {
    await time('bare process', () => bare(folder))
    for (const [at, bench] of benches.entries()) {
      const series = openSeries(bench, devices[at]!)
      await time(bench.executor.isolation, async () => (await series.run(input, never)).discard())
      if (bench.executor.isolation === 'podman') await time('podman itself', () => podmanItself(folder, devices[at]!))
    }
  }
  for (const [name, list] of times) measured[`ms a case, ${name}`] = median(list)
  const of = (name: string) => median(times.get(name) ?? [Number.NaN])
  for (const { executor } of benches)
    measured[`ms beyond the bare process, ${executor.isolation}`] = of(executor.isolation) - of('bare process')
  if (times.has('podman itself')) measured['podman: times its own start'] = of('podman') / of('podman itself')
}

/** Cases a minute with a start for each, as many side by side as the machine has processors. */
async function measureLanes(folder: string, benches: readonly Bench[], measured: Measured): Promise<void> {
  for (const bench of benches) {
    const device = await deviceOf(folder, bench, one, 'one-per-start')
    let left = lanesCases
    const lane = async () => {
      const series = openSeries(bench, device)
      while (left-- > 0) await (await series.run(input, never)).discard()
    }
    const started = performance.now()
    await Promise.all(Array.from({ length: availableParallelism() }, lane))
    measured[`a start a case, side by side: cases a minute, ${bench.executor.isolation}`] =
      (60_000 * lanesCases) / (performance.now() - started)
  }
}

/** Case after case in turn: the bare program talked to over pipes, and the same in each executor. */
async function measureRows(folder: string, benches: readonly Bench[], measured: Measured): Promise<void> {
  const rows: { name: string; run: () => Promise<void>; close: () => unknown; times: number[] }[] = []
  const bareRow = startBareRow(folder)
  rows.push({ name: 'bare process', ...bareRow, times: [] })
  for (const bench of benches) {
    const series = openSeries(bench, await deviceOf(folder, bench, many, 'many-per-start'))
    const run = async () => {
      const ran = await series.run(input, never)
      await ran.discard()
      if (ran.outcome !== 'completed') throw new Error(`a case ended as ${ran.outcome}`)
    }
    rows.push({ name: bench.executor.isolation, run, close: series.close, times: [] })
  }
  for (const { run } of rows) await run()
  for (let at = 0; at < rowCases; at += 1)
    for (const { run, times } of rows) {
      const started = performance.now()
      await run()
      times.push(performance.now() - started)
    }
  for (const { close } of rows) await close()
  const [bare, ...held] = rows
  for (const { name, times } of rows) measured[`many a start: ms a case, ${name}`] = median(times)
  for (const { name, times } of held) {
    measured[`many a start: ms beyond the bare process, ${name}`] = median(times) - median(bare!.times)
    measured[`many a start: cases a minute, ${name}`] = (60_000 * times.length) / sum(times)
  }
}

function startBareRow(folder: string) {
  const { INPUT_DIR, OUTPUT_DIR } = stage(folder)
  writeFileSync(join(folder, 'many.mjs'), many)
  const child = spawn(process.execPath, [join(folder, 'many.mjs')], {
    env: { INPUT_DIR, OUTPUT_DIR },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ready = lines.next()
  let count = 0
  const run = async () => {
    await ready
    const name = `${count++}`
    mkdirSync(join(INPUT_DIR, name, 'in'), { recursive: true })
    mkdirSync(join(OUTPUT_DIR, name))
    for (const { path, bytes } of input) writeFileSync(join(INPUT_DIR, name, path), bytes)
    child.stdin.write(`${name}\n`)
    await lines.next()
    readFileSync(join(OUTPUT_DIR, name, 'answer'))
    for (const place of [INPUT_DIR, OUTPUT_DIR]) rmSync(join(place, name), { recursive: true })
  }
  return { run, close: () => child.stdin.end() }
}

async function deviceOf(folder: string, bench: Bench, program: string, cases: string): Promise<OpenedPackage> {
  const own = mkdtempSync(join(folder, 'device-'))
  writeFileSync(join(own, 'main.mjs'), program)
  const manifest = {
    schema: 'assay.device/1',
    name: 'bench',
    version: '1',
    vendor: 'bench',
    category: 'ecg',
    cases,
    task: 'beat-classification',
    intendedUse: 'bench',
    program: { interpreter: 'node', file: 'main.mjs' },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'in' }],
    outputs: [{ slug: 'answer', kind: 'Waveform Annotations', relativePath: 'answer' }],
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 512, processes: 8, outputMiB: 1, outputFiles: 10 },
  }
  writeFileSync(join(own, 'device.json'), JSON.stringify(manifest))
  cpSync(join(own, 'main.mjs'), join(folder, 'main.mjs'))
  const archive = await packPackage(own)
  return openPackage(bench, archive, createHash('sha256').update(archive).digest('hex'))
}

function bare(folder: string): void {
  const { INPUT_DIR, OUTPUT_DIR } = stage(folder)
  writeFileSync(join(folder, 'one.mjs'), one)
  check(spawnSync(process.execPath, [join(folder, 'one.mjs')], { env: { INPUT_DIR, OUTPUT_DIR }, stdio: 'ignore' }))
}

/** The same program in a container of podman's with nothing but its defaults and the same root. */
function podmanItself(folder: string, { root }: OpenedPackage): void {
  const { INPUT_DIR, OUTPUT_DIR } = stage(folder)
  const words = [
    ...[
      '--root',
      join(folder, 's'),
      '--runroot',
      join(folder, 'r'),
      '--runtime',
      'runc',
      '--storage-driver',
      'overlay',
    ],
    ...['--cgroup-manager', 'cgroupfs', 'run', '--rm', '--network', 'none', '--read-only', '--log-driver', 'none'],
    ...['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
    ...['-v', `${INPUT_DIR}:/input:ro`, '-v', `${OUTPUT_DIR}:/output`, '-e', 'INPUT_DIR=/input'],
    ...['-e', 'OUTPUT_DIR=/output', '--rootfs', root, '/usr/bin/node', '/opt/device/main.mjs'],
  ]
  check(spawnSync('podman', words, { stdio: 'ignore' }))
}

function stage(folder: string) {
  const INPUT_DIR = join(folder, 'input')
  const OUTPUT_DIR = join(folder, 'output')
  mkdirSync(join(INPUT_DIR, 'in'), { recursive: true })
  mkdirSync(OUTPUT_DIR, { recursive: true })
  for (const { path, bytes } of input) writeFileSync(join(INPUT_DIR, path), bytes)
  return { INPUT_DIR, OUTPUT_DIR }
}

function check({ status }: { status: number | null }): void {
  if (status !== 0) throw new Error(`a peer ended with ${status}`)
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
}

function sum(list: readonly number[]): number {
  return list.reduce((total, value) => total + value, 0)
}
