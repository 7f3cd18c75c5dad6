import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DeviceLimits } from '@assay/contracts'
import { mostProcesses } from './limit-words.ts'
import { isAbandoned, ownerName } from './owner-name.ts'
import { killAll } from './process-tree.ts'

/** A control group of one case: the kernel keeps its memory limit and counts what it uses. */
export interface ControlGroup {
  /** Files that a process writes `0` to in order to join. */
  readonly joins: readonly string[]
  /** Largest memory so far, bytes, with the files that it held in the cache. */
  peakMemoryBytes(): number
  cpuMilliseconds(): number | undefined
  /** Whether the kernel ended a process of the group for want of memory. */
  wasOutOfMemory(): boolean
  /** Its processes. */
  processes(): number[]
  /** Removes the group when its processes have ended. */
  close(): Promise<void>
}

type GroupLimits = Pick<DeviceLimits, 'memoryMiB' | 'processes'>

/** Where this node may make control groups. */
export interface ControlGroups {
  /** Folder that the groups are made in. */
  readonly folder: string
  open(limits: GroupLimits): ControlGroup
  close(): void
}

/** A place in a hierarchy of control groups, and the names of its files in that version. */
interface Place {
  folder: string
  limit?: string
  /** Limits swap: to zero (version 2), or memory and swap together to the limit (version 1). Absent without swap accounting. */
  swap?: { file: string; isTotal: boolean }
  /** Most processes and threads, in version 2, where a container that joins leaves its engine's group. */
  processes?: string
  peak?: string
  now?: string
  outOfMemory?: string
  /** CPU time, and how many of its units a millisecond has. */
  cpu?: { file: string; perMillisecond: number; pattern: RegExp }
}

interface Mount {
  folder: string
  type: string
  options: string[]
}

/**
 * Makes a folder of control groups beside or below the node's own, where the system lets it; undefined where it does not.
 * Groups that ended nodes of this machine left behind are removed.
 * @param self folder of proc(5) that describes this process
 */
export function openControlGroups(self = '/proc/self'): ControlGroups | undefined {
  const own = ownerName()
  try {
    const places = [...findPlaces(self)].map((place) => ({ ...place, folder: makeFolder(place, own) }))
    if (!places.some(({ limit }) => limit)) return undefined
    const open = (limits: GroupLimits) => openGroup(places, limits)
    const trial = open({ memoryMiB: 64, processes: 64 })
    void trial.close()
    const folder = places.find(({ limit }) => limit)?.folder ?? ''
    return { folder, open, close: () => places.forEach(({ folder }) => void removeWithGroups(folder)) }
  } catch {
    return undefined
  }
}

function openGroup(places: readonly Place[], limits: GroupLimits): ControlGroup {
  const name = randomBytes(8).toString('hex')
  const groups = places.map((place) => ({ ...place, folder: join(place.folder, name) }))
  for (const group of groups) {
    mkdirSync(group.folder)
    setLimits(group, limits)
  }
  const memory = groups.find(({ limit }) => limit)
  return {
    joins: groups.map(({ folder }) => join(folder, 'cgroup.procs')),
    peakMemoryBytes: () => readNumber(memory, memory?.peak, /(\d+)/) ?? readNumber(memory, memory?.now, /(\d+)/) ?? 0,
    cpuMilliseconds: () => cpuOf(groups),
    wasOutOfMemory: () => (readNumber(memory, memory?.outOfMemory, /^oom_kill (\d+)$/m) ?? 0) > 0,
    processes: () => processesIn(groups[0]?.folder),
    async close() {
      for (const { folder } of groups) await removeSoon(folder)
    },
  }
}

function setLimits({ folder, limit, swap, processes }: Place, limits: GroupLimits): void {
  const bytes = limits.memoryMiB * 2 ** 20
  if (limit) writeFileSync(join(folder, limit), `${bytes}`)
  if (swap && existsSync(join(folder, swap.file))) writeFileSync(join(folder, swap.file), `${swap.isTotal ? bytes : 0}`)
  if (processes) writeFileSync(join(folder, processes), `${mostProcesses(limits)}`)
}

function cpuOf(groups: readonly Place[]): number | undefined {
  for (const group of groups) {
    const used = group.cpu && readNumber(group, group.cpu.file, group.cpu.pattern)
    if (group.cpu && used !== undefined) return used / group.cpu.perMillisecond
  }
  return undefined
}

/** Where groups can be made: in version 2 beside the node's own group, in version 1 below it, for memory and CPU each. */
function* findPlaces(self: string): Generator<Place> {
  const mounts = readMounts(self)
  const unified = mounts.find(({ type }) => type === 'cgroup2')
  const own = ownPath(self, '') ?? '/'
  const siblings = unified && (own === '/' ? unified.folder : dirname(join(unified.folder, own)))
  const controllers = siblings ? controllersOf(siblings) : []
  if (siblings && controllers.includes('memory'))
    return yield {
      folder: siblings,
      limit: 'memory.max',
      swap: { file: 'memory.swap.max', isTotal: false },
      ...(controllers.includes('pids') ? { processes: 'pids.max' } : {}),
      peak: 'memory.peak',
      now: 'memory.current',
      outOfMemory: 'memory.events',
      cpu: { file: 'cpu.stat', perMillisecond: 1e3, pattern: /^usage_usec (\d+)$/m },
    }
  const version1 = (controller: string) => {
    const mount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller))
    const folder = mount && join(mount.folder, ownPath(self, controller) ?? '/')
    return folder && existsSync(folder) ? folder : mount?.folder
  }
  const memory = version1('memory')
  if (!memory) return
  yield {
    folder: memory,
    limit: 'memory.limit_in_bytes',
    swap: { file: 'memory.memsw.limit_in_bytes', isTotal: true },
    peak: 'memory.max_usage_in_bytes',
    outOfMemory: 'memory.oom_control',
  }
  const cpu = version1('cpuacct')
  if (cpu) yield { folder: cpu, cpu: { file: 'cpuacct.usage', perMillisecond: 1e6, pattern: /(\d+)/ } }
}

function makeFolder({ folder, limit, processes }: Place, own: string): string {
  for (const name of readdirSync(folder)) if (isAbandoned(name)) void removeWithGroups(join(folder, name))
  const made = join(folder, `${own}-${randomBytes(4).toString('hex')}`)
  mkdirSync(made)
  if (limit === 'memory.max') writeFileSync(join(made, 'cgroup.subtree_control'), `+memory${processes ? ' +pids' : ''}`)
  return made
}

function readMounts(self: string): Mount[] {
  return readFileSync(join(self, 'mountinfo'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ')
      const [type = '', , options = ''] = after.split(' ')
      return { folder: before.split(' ')[4] ?? '', type, options: options.split(',') }
    })
}

/** This process's group, below the mount of a controller (version 1) or of version 2 (`''`). */
function ownPath(self: string, controller: string): string | undefined {
  const lines = readFileSync(join(self, 'cgroup'), 'utf8').split('\n')
  const fields = lines.map((line) => line.split(':'))
  return fields.find(([, controllers]) => controllers?.split(',').includes(controller))?.[2]
}

function controllersOf(folder: string): string[] {
  return readFileSync(join(folder, 'cgroup.subtree_control'), 'utf8').trim().split(' ')
}

function readNumber(group: Place | undefined, file: string | undefined, pattern: RegExp): number | undefined {
  if (!group || !file) return undefined
  try {
    const found = pattern.exec(readFileSync(join(group.folder, file), 'utf8'))?.[1]
    return found === undefined ? undefined : Number(found)
  } catch {
    return undefined
  }
}

function processesIn(folder: string | undefined): number[] {
  try {
    return readFileSync(join(folder ?? '', 'cgroup.procs'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}

/** With the processes that an ended node left in them. */
async function removeWithGroups(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) {
      killAll(processesIn(join(folder, entry.name)))
      await removeSoon(join(folder, entry.name))
    }
  await removeSoon(folder)
}

/** A group can be removed a moment after its last process has ended. One that stays is taken away at the next start. */
async function removeSoon(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1)
    try {
      return rmdirSync(folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY') return
      await pause(10)
    }
}
