import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { ControlGroup } from '../control-groups.ts'

/** User and group `nobody`: bubblewrap is started as somebody without rights, where the node is root. */
export const nobody = 65_534

/** A start of bubblewrap. */
export interface Start {
  /** See `bubblewrapWords`. */
  words: readonly string[]
  /** File with the system call filter; undefined where there is none for this machine. */
  filter: string | undefined
  group: ControlGroup | undefined
  /** Whether the node is root, and gives its rights up first. */
  isRoot: boolean
  isSeries: boolean
}

/** Joins the control groups named before `--`, and becomes what follows. */
const joinScript = 'while [ "$1" != -- ]; do echo 0 >"$1" || exit 1; shift; done; shift; exec "$@"'

const rightless = ['setpriv', '--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', '--']

/** Starts the command of a start, in a group of processes of its own. */
export function spawnBubblewrap({ words, filter, group, isRoot, isSeries }: Start): ChildProcess {
  const joining = group ? ['/bin/sh', '-c', joinScript, 'sh', ...group.joins, '--', ...(isRoot ? rightless : [])] : []
  const [command = 'bwrap', ...rest] = [...joining, 'bwrap', ...words]
  const filterDescriptor = filter === undefined ? ('ignore' as const) : openSync(filter, 'r')
  try {
    return spawn(command, rest, {
      env: { PATH: '/usr/bin:/bin' },
      stdio: [isSeries ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe', filterDescriptor],
      detached: true,
      ...(isRoot && !group ? { uid: nobody, gid: nobody } : {}),
    })
  } finally {
    if (filterDescriptor !== 'ignore') closeSync(filterDescriptor)
  }
}
