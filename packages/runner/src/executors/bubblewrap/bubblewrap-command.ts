import type { SpawnOptions } from 'node:child_process'
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
}

/** Joins the control groups named before `--`, and becomes what follows. */
const joinScript = 'while [ "$1" != -- ]; do echo 0 >"$1" || exit 1; shift; done; shift; exec "$@"'

/** Calls a function of node:child_process with the command of a start, and gives what it gives. */
export function withCommand<T>(
  { words, filter, group, isRoot }: Start,
  call: (command: string, words: string[], options: SpawnOptions) => T,
): T {
  const joining = group ? ['/bin/sh', '-c', joinScript, 'sh', ...group.joins, '--', ...(isRoot ? rightless : [])] : []
  const [command = 'bwrap', ...rest] = [...joining, 'bwrap', ...words]
  const filterDescriptor = filter === undefined ? ('ignore' as const) : openSync(filter, 'r')
  try {
    return call(command, rest, {
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', filterDescriptor],
      ...(isRoot && !group ? { uid: nobody, gid: nobody } : {}),
    })
  } finally {
    if (filterDescriptor !== 'ignore') closeSync(filterDescriptor)
  }
}

const rightless = ['setpriv', '--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', '--']
