import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError } from '@assay/contracts'
import type { Container } from '../containers/attend-container.ts'
import { killAll, processesNaming } from '../process-tree.ts'
import { idName } from './podman-words.ts'

/** A start of podman. */
export interface PodmanStart {
  words: readonly string[]
  /** Folder of the start's own: see `joinedName`. */
  hooks: string
  isSeries: boolean
}

/** A file that is there once the device's first process was let into its control group. */
export const joinedName = 'joined'

/** How long the engine's own processes may take to go after the device. */
const mostMillisecondsToGo = 10_000

/** Starts podman with a device inside. */
export function startPodman({ words, hooks, isSeries }: PodmanStart): Container {
  const child = spawn('podman', words, {
    // Its monitor leaves a file “oom” where it was started when a device runs out of memory.
    cwd: hooks,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: [isSeries ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const { stdin, stdout, stderr } = child
  return {
    stdin,
    stdout,
    stderr,
    exit: exitOf(child),
    hasJoined: () => existsSync(join(hooks, joinedName)),
    giveUp: () => undefined,
    gone: () => untilGone(join(hooks, idName)),
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  const [exitCode, exitSignal] = await once(child, 'exit').catch((error: Error) => {
    throw new AssayError('isolation-unavailable', { reason: error.message })
  })
  await closed
  // It gives the device's status as its own. What ends the engine itself is none of the device's: it can not reach it.
  if (exitCode === null) throw new AssayError('isolation-unavailable', { reason: `podman was ended by ${exitSignal}` })
  return exitCode as number
}

/** The engine's monitor ends, and removes the container, a moment after the engine told its end. */
async function untilGone(idFile: string): Promise<void> {
  const id = existsSync(idFile) ? readFileSync(idFile, 'latin1') : ''
  const patience = AbortSignal.timeout(mostMillisecondsToGo)
  for (let left = naming(id); left.length > 0; left = naming(id)) {
    if (patience.aborted) killAll(left)
    await pause(5)
  }
}

function naming(id: string): number[] {
  return id === '' ? [] : processesNaming(id)
}
