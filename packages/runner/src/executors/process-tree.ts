import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** What processes use together. */
export interface TreeUsage {
  memoryBytes: number
  cpuMilliseconds: number
}

/** Clock ticks of /proc/PID/stat: the kernel gives hundredths of a second to programs everywhere (proc(5)). */
const tickMilliseconds = 10

/** A process and its descendants, by /proc; the process alone where it has ended. */
export function treeOf(root: number): number[] {
  const found = [root]
  for (const pid of found) found.push(...childrenOf(pid))
  return found
}

/** What a process and its descendants hold and have used, those that ended included. */
export function usageOf(root: number | undefined): TreeUsage {
  const usage = { memoryBytes: 0, cpuMilliseconds: 0 }
  for (const pid of root === undefined ? [] : treeOf(root)) {
    usage.memoryBytes += memoryOf(pid)
    usage.cpuMilliseconds += cpuOf(pid)
  }
  return usage
}

/** Ends processes at once. Those that have ended already are passed over. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
}

/** Whether a process is there and not just waiting to be buried. */
export function isRunning(pid: number): boolean {
  const state = statOf(pid)[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** When a process started, in ticks since the machine did; undefined where there is none. */
export function startOf(pid: number): string | undefined {
  return statOf(pid)[19]
}

/** Processes with `text` in their command line or, where it may be read, their environment. */
export function processesNaming(text: string): number[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`)
    .filter((pid) => ['cmdline', 'environ'].some((file) => readOrEmpty(`/proc/${pid}/${file}`).includes(text)))
    .map(Number)
}

/** A child belongs to the thread that started it, so every thread is asked. */
export function childrenOf(pid: number): number[] {
  return namesIn(`/proc/${pid}/task`).flatMap((thread) =>
    readOrEmpty(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  )
}

function memoryOf(pid: number): number {
  const status = readOrEmpty(`/proc/${pid}/status`)
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
  return (kilobytes('RssAnon') + kilobytes('RssShmem')) * 1024
}

function cpuOf(pid: number): number {
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = statOf(pid).slice(11, 15).map(Number)
  return (user + system + childrenUser + childrenSystem) * tickMilliseconds
}

/** The fields of /proc/PID/stat after the name, which may hold anything. */
function statOf(pid: number): string[] {
  const stat = readOrEmpty(`/proc/${pid}/stat`)
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : []
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
