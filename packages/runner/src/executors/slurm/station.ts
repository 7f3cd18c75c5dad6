// Runs on a machine of a cluster, one for each job: starts one device as it would be started at the node, watches its
// limits, and tells in a file of the shared folder what happened.
import { existsSync, readFileSync } from 'node:fs'
import { release, type } from 'node:os'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError } from '@assay/contracts'
import { makeFolder } from '../../folders/make-folder.ts'
import { attend } from '../../run/attend.ts'
import { type Bench, openBench } from '../choose-executor.ts'
import type { DeviceProcess, DeviceStart, Ending } from '../executor.ts'
import {
  follow,
  type Order,
  outputOf,
  type Place,
  type StationRecord,
  type Task,
  taskFiles,
  tell,
} from './task-files.ts'

const orderMilliseconds = 20
const lookMilliseconds = 250
const usageMilliseconds = 200

const [folder = ''] = process.argv.slice(2)
const given = process.env
const files = taskFiles(folder, given.SLURM_ARRAY_TASK_ID ?? '0')
const attempt = Number(given.SLURM_RESTART_COUNT ?? 0)
const place: Place = {
  job: `${given.SLURM_ARRAY_JOB_ID}_${given.SLURM_ARRAY_TASK_ID}`,
  node: given.SLURMD_NODENAME ?? 'unknown',
  gpus: given.SLURM_JOB_GPUS ?? given.SLURM_STEP_GPUS ?? given.CUDA_VISIBLE_DEVICES ?? null,
  kernel: `${type()} ${release()}`,
}
const say = (record: StationRecord) => {
  if (existsSync(files.task)) tell(files.records(attempt), record)
}

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort(new Error('told to stop')))

if (existsSync(files.task)) await main(JSON.parse(readFileSync(files.task, 'utf8')))
process.exit()

async function main({ isolation, start }: Task): Promise<void> {
  let bench: Bench | undefined
  say({ type: 'arrived', place })
  try {
    bench = await openBench(isolation)
    if (bench.executor.isolation !== isolation)
      throw new AssayError('isolation-unavailable', { reason: bench.executor.reason })
    const own = { ...start, output: outputOf(start, attempt) }
    if (attempt > 0) makeFolder(own.output, 0o700)
    await run(bench, own)
  } catch (error) {
    if (stop.signal.aborted) say({ type: 'stopped' })
    else say({ type: 'fault', reason: reasonOf(error) })
  } finally {
    await bench?.close()
  }
}

async function run({ executor }: Bench, start: DeviceStart): Promise<void> {
  stop.signal.throwIfAborted()
  let device: DeviceProcess | undefined
  const state = () => ({ usage: device!.usage(), seen: device!.seen() ?? null })
  const hear = (line: string) => say({ type: 'line', line: line.slice(0, 1024), ...state() })
  say({ type: 'begun', holder: executor.version })
  device = executor.start(start, start.isSeries ? hear : undefined)
  const telling = setInterval(() => say({ type: 'usage', ...state() }), usageMilliseconds)
  const over = new AbortController()
  const obeying = obey(device, over.signal)
  try {
    const { breached, wallMilliseconds, ...ending } = await attendTo(device, start)
    say({ type: 'ended', ending: ending as Ending, breached: breached ?? null, wallMilliseconds })
  } finally {
    clearInterval(telling)
    over.abort()
    await obeying
  }
}

/** A device that takes case after case has limits for each, which the node watches. */
async function attendTo(device: DeviceProcess, start: DeviceStart): ReturnType<typeof attend> {
  if (!start.isSeries) return attend(device, start.output, start.limits, stop.signal)
  const started = performance.now()
  const abort = () => device.end()
  stop.signal.addEventListener('abort', abort, { once: true })
  if (stop.signal.aborted) abort()
  const ending = await device.ended
  stop.signal.throwIfAborted()
  return { ...ending, wallMilliseconds: performance.now() - started, breached: undefined }
}

/** Follows the node's orders, and stops when the node has given the task up or its job was begun anew elsewhere. */
async function obey(device: DeviceProcess, over: AbortSignal): Promise<void> {
  const next = follow<Order>(files.orders)
  for (let round = 0; !over.aborted; round += 1) {
    for (const order of next())
      if ('end' in order) stop.abort(new Error('told to end'))
      else device.say(order.say)
    if (round % Math.ceil(lookMilliseconds / orderMilliseconds) === 0 && isForsaken())
      stop.abort(new Error('nobody waits any more'))
    await pause(orderMilliseconds)
  }
}

function isForsaken(): boolean {
  return !existsSync(files.task) || existsSync(files.records(attempt + 1))
}

function reasonOf(error: unknown): string {
  return error instanceof AssayError ? `${error.parameters.reason ?? error.code}` : `${(error as Error).message}`
}
