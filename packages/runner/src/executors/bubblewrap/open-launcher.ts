import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { PassThrough } from 'node:stream'
import type { Launched, LaunchOptions, LaunchOrder, Started } from './launch-messages.ts'

/** Starts processes from a small process beside the node. */
export interface Launcher {
  launch(command: readonly string[], options: LaunchOptions): Started
  /** Ends it with all that it started. */
  close(): void
}

type Hear = (told: Launched) => void

/** A launcher that has ended is started again with the next start; what it had started ended with it. */
export function openLauncher(): Launcher {
  const waiting = new Map<number, Hear>()
  let launcher: ChildProcess | undefined
  let last = 0
  const open = () => {
    const child = startLauncher()
    child.on('message', (told: Launched) => waiting.get(told.id)?.(told))
    child.once('exit', () => {
      if (launcher === child) launcher = undefined
      for (const [id, hear] of waiting) hear({ id, fault: 'what starts bubblewrap has ended', isClosed: true })
    })
    return child
  }
  const say = (order: LaunchOrder) => void launcher?.send(order, () => undefined)
  const launch = (command: readonly string[], options: LaunchOptions): Started => {
    launcher ??= open()
    const id = ++last
    const { started, hear } = awaitStart(() => say({ end: id }))
    waiting.set(id, hear)
    void started.closed.then(() => waiting.delete(id))
    say({ id, command, options })
    return started
  }
  return { launch, close: () => void launcher?.kill('SIGKILL') }
}

/** The kernel ends it when the node ends, and with it bubblewrap, which asks for the same. */
function startLauncher(): ChildProcess {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))
  const own = [process.execPath, join(import.meta.dirname, 'launcher-process.ts')]
  const [program = '', ...words] = [...(setpriv ? [setpriv, '--pdeathsig', 'KILL', '--'] : []), ...own]
  const child = spawn(program, words, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    env: { PATH: '/usr/bin:/bin' },
  })
  // Neither it nor its messages keep the node from ending.
  child.unref()
  child.channel?.unref()
  return child
}

/** A process that is yet to be started, and what is to hear of it. */
function awaitStart(end: () => void): { started: Started; hear: Hear } {
  const [stdout, stderr, status] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const streams = [undefined, stdout, stderr, status]
  const exit = Promise.withResolvers<{ code: number | null; signal: NodeJS.Signals | null }>()
  const closed = Promise.withResolvers<void>()
  let pid: number | undefined
  const hear = (told: Launched) => {
    if (told.pid !== undefined) pid = told.pid
    if (told.bytes && told.descriptor !== undefined) streams[told.descriptor]?.write(told.bytes)
    if (told.exit) exit.resolve(told.exit)
    if (told.fault !== undefined) exit.reject(new Error(told.fault))
    if (told.isClosed || told.fault !== undefined) {
      for (const stream of [stdout, stderr, status]) stream.end()
      closed.resolve()
    }
  }
  exit.promise.catch(() => undefined)
  return {
    started: {
      pid: () => pid,
      stdin: null,
      stdout,
      stderr,
      status,
      exit: exit.promise,
      closed: closed.promise,
      kill: end,
    },
    hear,
  }
}
