import { type SpawnOptions, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { ControlGroup } from '../control-groups.ts'
import { statusDescriptor } from './bubblewrap-words.ts'
import type { LaunchOptions, Started } from './launch-messages.ts'
import { limitFirstProcess } from './limit-first-process.ts'
import type { Launcher } from './open-launcher.ts'

/** User and group `nobody`: bubblewrap is started as somebody without rights, where the node is root. */
export const nobody = 65_534

/** A start of bubblewrap. */
export interface Start {
  /** See `bubblewrapWords`. */
  words: readonly string[]
  /** Words for prlimit(1). */
  limits: readonly string[]
  /** File with the system call filter; undefined where there is none for this machine. */
  filter: string | undefined
  group: ControlGroup | undefined
  /** Whether the node is root, and gives its rights up first. */
  isRoot: boolean
  isSeries: boolean
  launcher: Launcher
}

/** Joins the control groups named before `--`, and becomes what follows. */
const joinScript = 'while [ "$1" != -- ]; do echo 0 >"$1" || exit 1; shift; done; shift; exec "$@"'

const rightless = ['setpriv', '--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', '--']

/**
 * Starts the command of a start, in a group of processes of its own. A device that takes many cases is started by the node
 * itself, which talks with it; one that takes one case by the launcher.
 */
export function spawnBubblewrap({ words, limits, filter, group, isRoot, isSeries, launcher }: Start): Started {
  const joining = group ? ['/bin/sh', '-c', joinScript, 'sh', ...group.joins, '--', ...(isRoot ? rightless : [])] : []
  const command = [...joining, 'bwrap', ...words]
  const first = { words: limits, user: isRoot ? nobody : undefined }
  const options = { filter, limits: first, hasInput: isSeries, user: isRoot && !group ? nobody : undefined }
  return isSeries ? spawnHere(command, options) : launcher.launch(command, options)
}

/** Options of a start with the descriptors that bubblewrap is given; `close` lets go of those that were opened for it. */
export function spawnOptions({ filter, hasInput, user }: LaunchOptions): SpawnOptions & { close(): void } {
  const filterDescriptor = filter === undefined ? ('ignore' as const) : openSync(filter, 'r')
  return {
    env: { PATH: '/usr/bin:/bin' },
    stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe', filterDescriptor, 'pipe'],
    detached: true,
    ...(user === undefined ? {} : { uid: user, gid: user }),
    close() {
      if (filterDescriptor !== 'ignore') closeSync(filterDescriptor)
    },
  }
}

function spawnHere([program = '', ...words]: readonly string[], options: LaunchOptions): Started {
  const { close, ...given } = spawnOptions(options)
  const child = spawn(program, words, given)
  close()
  limitFirstProcess(child, options.limits)
  const { stdin, stdout, stderr } = child
  return {
    pid: () => child.pid,
    stdin,
    stdout: stdout!,
    stderr: stderr!,
    status: child.stdio[statusDescriptor] as Readable,
    exit: new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve({ code, signal }))
    }),
    closed: new Promise((resolve) => child.once('close', () => resolve())),
    kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGKILL')
    },
  }
}
