// Tries the node's control groups on a kernel whose own are of version 2 alone, as root, and prints what it found as one
// line of JSON a step. Slow machines are reckoned with: nothing here is held to a time that would be short on an emulated one.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { DeviceLimits } from '@assay/contracts'
import { type Bench, openBench } from '../executors/choose-executor.ts'
import { type ControlGroup, type ControlGroups, openControlGroups } from '../executors/control-groups.ts'
import { killAll, processesNaming } from '../executors/process-tree.ts'
import { testImageDevice, tryDevice } from './test-device.ts'

const mount = '/sys/fs/cgroup'
const say = (step: string, found: object) => process.stdout.write(`${JSON.stringify({ step, ...found })}\n`)

/** Lays groups as systemd does: controllers handed down from the top to a slice, this process in a service of it. */
function layService(slice: string, service: string, controllers: string): void {
  mkdirSync(join(mount, slice, service), { recursive: true })
  writeFileSync(join(mount, 'cgroup.subtree_control'), '+memory +pids')
  writeFileSync(join(mount, slice, 'cgroup.subtree_control'), controllers)
  writeFileSync(join(mount, slice, service, 'cgroup.procs'), `${process.pid}`)
}

/** Starts a shell's script in a group. */
function startIn(group: ControlGroup, script: string): ChildProcess {
  const joining = group.joins.map((file) => `echo 0 >${file}`).join(' && ')
  return spawn('sh', ['-c', `${joining} && ${script}`], { stdio: ['ignore', 'pipe', 'ignore'] })
}

const folderOf = (group: ControlGroup) => join(group.joins[0] ?? '', '..')
const told = (group: ControlGroup, file: string) => readFileSync(join(folderOf(group), file), 'utf8').trim()

async function tryMemory(groups: ControlGroups): Promise<void> {
  const group = groups.open({ memoryMiB: 64, processes: 4 })
  const before = group.wasOutOfMemory()
  const child = startIn(group, 'exec tail /dev/zero')
  const [, signal] = await once(child, 'exit')
  const limit = told(group, 'memory.max')
  const [peak, isOutOfMemory] = [group.peakMemoryBytes(), group.wasOutOfMemory()]
  await group.close()
  say('memory', { before, signal, limit, peak, isOutOfMemory, isLeft: existsSync(folderOf(group)) })
}

/** Twice as many processes as may be: the shell ends with the first that it can not start. */
async function tryProcesses(groups: ControlGroups): Promise<void> {
  const group = groups.open({ memoryMiB: 64, processes: 4 })
  const child = startIn(
    group,
    'for one in 1 2 3 4 5 6 7 8 9 10; do sleep 9999 & sleep 9999 & sleep 9999 & sleep 9999 & done',
  )
  const [code] = await once(child, 'exit')
  const [limit, events, left] = [told(group, 'pids.max'), told(group, 'pids.events'), group.processes().length]
  killAll(group.processes())
  await group.close()
  say('processes', { code, limit, events, left, isLeft: existsSync(folderOf(group)) })
}

/** A program that says itself what it has used, by getrusage(2). */
async function tryProcessorTime(groups: ControlGroups): Promise<void> {
  const group = groups.open({ memoryMiB: 512, processes: 64 })
  const program = `const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
    while (used() < 3000); process.stdout.write(String(used()))`
  const child = startIn(group, `exec '${process.execPath}' -e '${program}'`)
  let own = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    own += bytes
  })
  await once(child, 'close')
  const counted = group.cpuMilliseconds()
  await group.close()
  say('processor-time', { own: Number(own), counted })
}

const shell: Record<string, [script: string, limits: Partial<DeviceLimits>]> = {
  answers: ['cat /input/in/record.dat >/output/answer', {}],
  'fills memory': ['tail /dev/zero', { memoryMiB: 64 }],
  'fills memory in many processes': [
    'for one in 1 2 3 4; do dd if=/dev/zero of=/dev/null bs=24M & done; wait; sleep 9999',
    { memoryMiB: 64 },
  ],
  'works too long in many processes': ['for one in 1 2 3; do while :; do :; done & done; wait', { cpuSeconds: 2 }],
  'forks without end': ['swarm() { swarm & swarm & wait; }; swarm; sleep 9999', { wallSeconds: 20, cpuSeconds: 600 }],
  'outlives its time': [`trap '' TERM HUP INT; (trap '' TERM HUP; sleep 9999) & sleep 9999`, { wallSeconds: 5 }],
}

async function tryDevices(bench: Bench): Promise<void> {
  const slow = { wallSeconds: 120, cpuSeconds: 120, processes: 8 }
  for (const [name, [script, limits]] of Object.entries(shell)) {
    const device = await testImageDevice(bench, script, { limits: { ...slow, ...limits } })
    const { outcome, answer, seen, peakMemoryBytes, cpuMilliseconds } = await tryDevice(bench, device)
    const left = { processes: processesNaming(bench.area), groups: groupsBelow(mount).length }
    say(`device ${name}`, { outcome, answer, seen, peakMemoryBytes, cpuMilliseconds, left })
  }
}

/** Groups of starts that are there now. */
function groupsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /assay-runs-[^/]+\/[^/]+\/cgroup\.procs$/.test(path),
  )
}

/** A node is killed with a device at work, and another opens. */
async function tryKilledNode(): Promise<void> {
  const program = join(import.meta.dirname, 'node-that-hangs.ts')
  const node = spawn(process.execPath, [program, 'bubblewrap'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [area] = (await once(node.stdout, 'data')).map(String) as [string]
  node.kill('SIGKILL')
  await once(node, 'exit')
  const before = groupsBelow(mount).length
  const next = await openBench('bubblewrap')
  await next.close()
  // What was taken away goes a moment later.
  while (groupsBelow(mount).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  say('killed node', { before, processes: processesNaming(area), isLeft: existsSync(area) })
}

async function tryPlace(place: string): Promise<void> {
  const groups = openControlGroups()
  say(`place ${place}`, { own: readFileSync('/proc/self/cgroup', 'utf8').trim(), folder: groups?.folder })
  groups?.close()
}

say('kernel', { types: readFileSync('/proc/self/mountinfo', 'utf8').match(/(?<= - )cgroup\S*/g) })
writeFileSync(join(mount, 'cgroup.subtree_control'), '+memory +pids')
await tryPlace('at the top')
layService('user.slice', 'session.scope', '+pids')
await tryPlace('where memory is not handed down')
layService('system.slice', 'assay.service', '+memory +pids')
await tryPlace('in a service')
const groups = openControlGroups()
if (groups) {
  await tryMemory(groups)
  await tryProcesses(groups)
  await tryProcessorTime(groups)
  groups.close()
}
const bench = await openBench('bubblewrap')
say('bench', { isolation: bench.executor.isolation, parts: bench.executor.parts, reason: bench.executor.reason })
await tryDevices(bench)
await bench.close()
await tryKilledNode()
say('end', { left: groupsBelow(mount) })
