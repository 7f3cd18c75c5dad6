import { chownSync, readFileSync, writeFileSync } from 'node:fs'
import { type Duplex, PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError } from '@assay/contracts'
import type { Container } from '../containers/attend-container.ts'
import type { ControlGroup } from '../control-groups.ts'
import { factsOf } from '../read-parts.ts'
import type { Engine } from './engine.ts'
import { type Printed, splitFrames } from './split-frames.ts'

/** A start of a container by docker. */
export interface DockerStart {
  engine: Engine
  /** Gives the image with the device's root; the device's time begins after it is there. */
  image(signal: AbortSignal): Promise<string>
  /** Gives the description of the container; see `describeContainer`. */
  describe(image: string): object
  group: ControlGroup
  /** Folder that the device's user is to own. */
  output: string
}

/** How long the daemon may take for each step. Longer is a fault of the machine. */
const stepMilliseconds = 120_000

/** What has to hold a container before the device's first instruction. Users of its own are the daemon's setting. */
const required = [
  ...['network-namespace', 'process-namespace', 'read-only-root', 'read-only-input', 'own-temporary-folder'],
  ...['no-capabilities', 'no-new-privileges', 'not-root', 'system-call-filter', 'memory-control-group'],
]

/**
 * Starts a container. Its first process waits until the node has looked at it from outside, and has let it into the node's
 * control group; then it becomes the device.
 */
export function startDocker(given: DockerStart): Container {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const stop = new AbortController()
  const started = start(given, streams, stop.signal)
  const begun = started.then(ignore, ignore)
  let seen: readonly string[] | undefined
  const exit = async () => {
    try {
      const { id, waitForExit, parts } = await started
      seen = parts
      const exitCode = exitCodeIn(await waitForExit())
      await assertOwnEnd(given.engine, id)
      await Promise.all([finished(streams.stdout), finished(streams.stderr)])
      return exitCode
    } catch (error) {
      for (const stream of Object.values(streams)) stream.destroy()
      if (stop.signal.aborted) return null
      throw error
    }
  }
  return {
    ...streams,
    exit: exit(),
    begun,
    hasJoined: () => seen !== undefined,
    seen: () => seen,
    giveUp: () => stop.abort(),
    gone: async () => undefined,
  }
}

const ignore = () => undefined

interface Streams extends Printed {
  stdin: PassThrough
}

async function start({ engine, image, describe, group, output }: DockerStart, streams: Streams, stop: AbortSignal) {
  const body = describe(await image(stop))
  const milliseconds = stepMilliseconds
  const { Id: id } = JSON.parse(await engine.ask('POST', '/containers/create', { body, milliseconds }))
  try {
    const socket = await engine.attach(id)
    splitFrames(socket, streams)
    const waitForExit = await engine.begin('POST', `/containers/${id}/wait?condition=next-exit`)
    await engine.ask('POST', `/containers/${id}/start`, { milliseconds })
    const { State } = JSON.parse(await engine.ask('GET', `/containers/${id}/json`, { milliseconds }))
    const parts = await letIn(State.Pid, group, output)
    // Whoever is to end at once is ended in its control group.
    if (!stop.aborted) release(socket, streams.stdin)
    return { id, waitForExit, parts }
  } catch (error) {
    await engine.ask('DELETE', `/containers/${id}?force=1`, { milliseconds }).catch(ignore)
    throw error
  }
}

/** Lets the process that waits at the gate into the control group, and looks at what holds it. */
async function letIn(pid: number, { joins }: ControlGroup, output: string): Promise<readonly string[]> {
  try {
    await untilAtGate(pid)
    const [user = 0, group = 0] = ['Uid', 'Gid'].map((name) => effectiveIn(statusOf(pid), name))
    chownSync(output, user, group)
    for (const join of joins) writeFileSync(join, `${pid}`)
    const facts = factsOf(pid)
    const missing = required.filter((name) => !facts[name])
    if (missing.length > 0) throw new Error(`not in force: ${missing.join(', ')}`)
    return Object.keys(facts).filter((name) => facts[name])
  } catch (error) {
    throw new AssayError('isolation-unavailable', { reason: (error as Error).message }, { cause: error })
  }
}

/** The runtime's own process becomes the one at the gate, by its loader, a moment after the engine told of the start. */
async function untilAtGate(pid: number): Promise<void> {
  const patience = AbortSignal.timeout(stepMilliseconds)
  while (!readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('loader')) {
    patience.throwIfAborted()
    await pause(1)
  }
}

function statusOf(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'latin1')
}

/** The second of the four numbers that proc(5) gives for a process's users, as this machine counts them. */
function effectiveIn(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+\\d+\\s+(\\d+)`, 'm').exec(status)?.[1])
}

/** The daemon tells of each signal that it sends: when it stops itself, or when somebody had it end the container. */
async function assertOwnEnd(engine: Engine, id: string): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ container: [id], event: ['kill'] }))
  const until = (performance.timeOrigin + performance.now()) / 1000
  const events = await engine.ask('GET', `/events?since=1&until=${until.toFixed(6)}&filters=${filters}`)
  if (events.trim() !== '') throw new AssayError('isolation-unavailable', { reason: 'docker ended the container' })
}

function release(socket: Duplex, stdin: PassThrough): void {
  socket.write('\n')
  stdin.pipe(socket)
}

/** docker says an error of its own beside the status. */
function exitCodeIn(answer: string): number {
  const { StatusCode, Error: fault } = JSON.parse(answer)
  if (fault?.Message) throw new AssayError('isolation-unavailable', { reason: `${fault.Message}`.slice(0, 200) })
  return Number(StatusCode)
}
