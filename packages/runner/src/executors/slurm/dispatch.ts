import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { makeFolder } from '../../folders/make-folder.ts'
import type { DeviceStart, StartDevice } from '../executor.ts'
import type { Cluster } from './cluster.ts'
import { Dispatched } from './dispatched.ts'
import { cancel, statesOf, submit, type TaskState } from './slurm-commands.ts'
import { type Task, taskFiles } from './task-files.ts'

const roundMilliseconds = 25
const askMilliseconds = 1000

/** Starts that are asked for within this time go out as one array. */
const gatherMilliseconds = 100

const station = join(import.meta.dirname, 'station.ts')

/** Sends starts of devices to a cluster. */
export interface Dispatch {
  start: StartDevice
  /** Takes everything back. */
  close(): void
}

/**
 * Opens the way to a cluster: starts that need the same are gathered into arrays of jobs. While as many are out as may run
 * at a time, further ones are gathered, so that the arrays are long.
 * @param area folder that the cluster's machines see; its name is that of all jobs, by which a later node finds them
 * @param scheduler its name and version
 */
export function openDispatch(cluster: Cluster, area: string, scheduler: string): Dispatch {
  const name = basename(area)
  const waiting: Dispatched[] = []
  const out = new Set<Dispatched>()
  const toCancel = new Set<string>()
  let arrays = 0
  let turning: NodeJS.Timeout | undefined
  let isBusy = false
  let asked = 0
  const now = () => performance.now()
  makeFolder(join(area, 'arrays'), 0o711)

  const start: StartDevice = (description, hear) => {
    const task = new Dispatched({
      start: description,
      hear,
      requeues: cluster.requeues,
      scheduler,
      now,
      cancel: (one) => void toCancel.add(one.id ?? ''),
      settled: remove,
    })
    waiting.push(task)
    turning ??= setInterval(() => void turn(), roundMilliseconds)
    return task.process
  }

  function remove(task: Dispatched): void {
    out.delete(task)
    const at = waiting.indexOf(task)
    if (at >= 0) waiting.splice(at, 1)
  }

  async function turn(): Promise<void> {
    for (const task of out) task.read()
    if (isBusy) return
    isBusy = true
    try {
      await takeBack()
      await sendOut()
      if (out.size > 0 && now() - asked > askMilliseconds) await ask()
      if (out.size + waiting.length + toCancel.size === 0) {
        clearInterval(turning)
        turning = undefined
      }
    } finally {
      isBusy = false
    }
  }

  async function takeBack(): Promise<void> {
    const ids = [...toCancel].filter(Boolean)
    toCancel.clear()
    // A scheduler that does not answer is asked again: nothing that was wanted to end may run on.
    if (ids.length > 0) await cancel(ids).catch(() => ids.forEach((id) => void toCancel.add(id)))
  }

  async function sendOut(): Promise<void> {
    const [oldest] = waiting
    if (!oldest) return
    const alike = waiting.filter((task) => keyOf(task.start) === keyOf(oldest.start)).slice(0, cluster.arraySize)
    const isDue = now() - oldest.since > gatherMilliseconds && out.size < cluster.atATime
    if (!isDue && alike.length < cluster.arraySize) return
    for (const task of alike) waiting.splice(waiting.indexOf(task), 1)
    await send(alike)
  }

  async function send(tasks: readonly Dispatched[]): Promise<void> {
    const folder = join(area, 'arrays', `${arrays++}`)
    try {
      mkdirSync(folder, { mode: 0o700 })
      tasks.forEach(({ start: one }, index) => {
        const task: Task = { isolation: cluster.isolation, start: one }
        writeFileSync(taskFiles(folder, index).task, JSON.stringify(task), { mode: 0o600 })
      })
      const { limits, gpus, isSeries } = tasks[0]!.start
      const { memoryMiB, wallSeconds } = limits
      const needs = { memoryMiB, gpus, wallSeconds: isSeries ? undefined : wallSeconds }
      const job = await submit(cluster, { name, folder, count: tasks.length, ...needs }, station)
      tasks.forEach((task, index) => {
        out.add(task)
        task.submitted(folder, index, job)
      })
    } catch (error) {
      for (const task of tasks) task.fail(error as Error)
    }
  }

  async function ask(): Promise<void> {
    asked = now()
    let states: Map<string, TaskState>
    try {
      states = await statesOf(name)
    } catch {
      return // The scheduler is asked again; what runs goes on without it.
    }
    for (const task of out) task.judge(states.get(task.id ?? ''))
  }

  const close = () => {
    clearInterval(turning)
    void cancel([`--name=${name}`]).catch(() => undefined)
  }
  return { start, close }
}

/** Starts with the same needs can be in one array. */
function keyOf({ limits: { memoryMiB, wallSeconds }, gpus, isSeries }: DeviceStart): string {
  return JSON.stringify([memoryMiB, isSeries ? null : wallSeconds, gpus, isSeries])
}
