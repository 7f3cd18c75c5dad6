import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError, type DeviceLimits } from '@assay/contracts'
import type { ControlGroup } from '../control-groups.ts'
import type { DeviceProcess, Ending } from '../executor.ts'
import { hearLines, keepLog } from '../keep-log.ts'
import { killAll, processesNaming } from '../process-tree.ts'
import { watchParts } from '../read-parts.ts'
import { sayTo } from '../say-to.ts'
import { watchUsage } from '../watch-usage.ts'
import { idName } from './podman-words.ts'

/** A start of podman. */
export interface PodmanStart {
  words: readonly string[]
  group: ControlGroup
  /** Folder of the start's own: see `joinedName`. */
  hooks: string
  isSeries: boolean
}

/** A file that is there once the device's first process was let into its control group. */
export const joinedName = 'joined'

const killMilliseconds = 10

/** How long the engine's own processes may take to go after the device. */
const mostMillisecondsToGo = 10_000

/** Starts podman with a device inside. */
export function startPodman(
  { words, group, hooks, isSeries }: PodmanStart,
  limits: DeviceLimits,
  hear: ((line: string) => void) | undefined,
): DeviceProcess {
  const child = spawn('podman', words, {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: [isSeries ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const log = keepLog([child.stdout, child.stderr])
  if (hear) hearLines(child.stdout, hear)
  const usage = watchUsage(child.pid, group, limits)
  const parts = watchParts(() => group.processes()[0])
  let ending: NodeJS.Timeout | undefined
  const ended = exitOf(child).then(async (exitCode): Promise<Ending> => {
    clearInterval(ending)
    const used = usage()
    parts.stop()
    const seen = parts.seen()
    if (ending) await untilGone(join(hooks, idName))
    await group.close()
    const isOwnEnd = existsSync(join(hooks, joinedName)) || ending !== undefined || used.isOutOfMemory
    if (!isOwnEnd) throw new AssayError('isolation-unavailable', { reason: lastLine(log()) })
    return { ...used, seen, log: log(), exitCode, exitSignal: null }
  })
  const kill = () => killAll(group.processes())
  const end = () => {
    kill()
    // The device may just be starting.
    ending ??= setInterval(kill, killMilliseconds)
  }
  return { ended, usage, end, seen: parts.seen, say: sayTo(child.stdin) }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  const [exitCode] = await once(child, 'exit').catch((error: Error) => {
    throw new AssayError('isolation-unavailable', { reason: error.message })
  })
  await closed
  return exitCode as number | null
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

function lastLine(log: string): string {
  return log.trim().split('\n').at(-1)?.slice(0, 200) || 'podman ended by itself'
}
