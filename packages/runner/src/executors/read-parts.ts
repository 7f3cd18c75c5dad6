import { readFileSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { childrenOf } from './process-tree.ts'

/** Programs of this machine that a start goes through before it becomes the device. */
const onTheWay = ['bwrap', 'sh', 'setpriv', 'runc'].flatMap((name) =>
  ['/usr/bin', '/usr/sbin', '/bin', '/sbin'].flatMap((folder) => statOf(`${folder}/${name}`) ?? []),
)

/** runc runs a copy of itself from memory. What a process calls itself says nothing: a device may be called anything. */
function isOnTheWay(pid: number): boolean {
  const program = `/proc/${pid}/exe`
  if (/^\/memfd:runc/.test(readlinkSync(program))) return true
  const { dev, ino } = statSync(program)
  return onTheWay.some((one) => one.dev === dev && one.ino === ino)
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/**
 * Parts of the isolation that hold a device, read from outside in its own /proc: what is in force, not what was asked for.
 * @param first a process of the device, or one that starts it
 * @returns undefined where the device is not there (yet, or any more), or can not be looked at
 */
function readParts(first: number | undefined): string[] | undefined {
  try {
    const pid = first === undefined ? undefined : deviceBelow(first)
    if (pid === undefined) return undefined
    const facts = factsOf(pid)
    return Object.keys(facts).filter((name) => facts[name])
  } catch {
    return undefined
  }
}

function deviceBelow(first: number): number | undefined {
  for (let at: number | undefined = first; at !== undefined; at = childrenOf(at)[0]) if (!isOnTheWay(at)) return at
  return undefined
}

/** What holds a process and what does not, as its own /proc says. */
export function factsOf(pid: number): Record<string, boolean> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const value = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? ''
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
  const isReadOnly = (folder: string) =>
    mounts
      .findLast((mount) => mount[4] === folder)?.[5]
      ?.split(',')
      .includes('ro') ?? false
  const isOwn = (folder: string) => mounts.some((mount) => mount[4] === folder && mount.includes('tmpfs'))
  const isApart = (namespace: string) =>
    readlinkSync(`/proc/${pid}/ns/${namespace}`) !== readlinkSync(`/proc/self/ns/${namespace}`)
  const interfaces = readFileSync(`/proc/${pid}/net/dev`, 'utf8').split('\n').slice(2).filter(Boolean)
  return {
    'network-namespace': isApart('net') && interfaces.every((line) => line.trim().startsWith('lo:')),
    'process-namespace': isApart('pid'),
    'user-namespace': isApart('user'),
    'read-only-root': isReadOnly('/'),
    'read-only-input': isReadOnly('/input'),
    'no-capabilities': /^0+$/.test(value('CapEff')) && /^0+$/.test(value('CapBnd')),
    'no-new-privileges': value('NoNewPrivs') === '1',
    'not-root': value('Uid') !== '0',
    'own-temporary-folder': isOwn('/tmp') && isOwn('/dev/shm'),
    'system-call-filter': value('Seccomp') === '2',
    'memory-control-group': readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes('/assay-runs-'),
  }
}

/** Looks for a device until it is there once; `seen` gives what was found, `stop` ends the looking. */
export function watchParts(first: () => number | undefined): {
  seen: () => readonly string[] | undefined
  stop: () => void
} {
  let found: string[] | undefined
  const look = () => {
    found ??= readParts(first())
    if (found) clearInterval(looking)
  }
  const looking = setInterval(look, 10)
  return {
    seen() {
      look()
      return found
    },
    stop: () => clearInterval(looking),
  }
}
