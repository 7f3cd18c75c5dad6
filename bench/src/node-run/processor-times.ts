import { readFileSync } from 'node:fs'

/** Seconds of processors since some beginning. */
export interface ProcessorTimes {
  /** Of the wall clock. */
  readonly wall: number
  /** A process itself, all its threads. */
  readonly own: number
  /** The machine's processors together: busy with anything, and all. */
  readonly busy: number
  readonly all: number
}

/** Clock ticks of /proc: hundredths of a second (proc(5)). */
const ticks = 100

/** What a process and the whole machine have used up to now. Linux only. */
export function processorTimes(pid: number): ProcessorTimes {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const machine = readFileSync('/proc/stat', 'latin1').split('\n')[0]!.split(/\s+/).slice(1, 9).map(Number)
  const [, , , idle = 0, waiting = 0] = machine
  const all = machine.reduce((total, one) => total + one, 0)
  return {
    wall: performance.now() / 1000,
    own: (user + system) / ticks,
    busy: (all - idle - waiting) / ticks,
    all: all / ticks,
  }
}

/** What was used from one time to another. */
export function usedBetween(before: ProcessorTimes, after: ProcessorTimes): ProcessorTimes {
  const names = Object.keys(before) as (keyof ProcessorTimes)[]
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as unknown as ProcessorTimes
}
