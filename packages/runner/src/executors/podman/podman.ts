import { spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { attendContainer } from '../containers/attend-container.ts'
import { endWithNode } from '../containers/end-with-node.ts'
import { seccompProfile } from '../containers/seccomp-profile.ts'
import { type ControlGroup, type ControlGroups, openControlGroups } from '../control-groups.ts'
import type { Executor, StartDevice } from '../executor.ts'
import { findGraphicsProcessors } from '../graphics-processors.ts'
import { tryExecutor } from '../try-executor.ts'
import { insideUser, runWords, usersEach } from './podman-words.ts'
import { joinedName, startPodman } from './start-podman.ts'

/** Users of devices begin far above those that people and services have. */
const firstUsers = 2 ** 30
const mostNamespaces = 16_000

/**
 * Makes the executor that runs a device in a container of podman's, as root, with users of its own. Its store is the
 * bench's own: nothing of the hospital's other containers is touched, and all of it goes with the bench.
 * @param area folder that everybody may enter
 * @returns the executor, or why podman can't be used
 */
export async function openPodman(area: string): Promise<Executor | { reason: string }> {
  const { stdout, error } = spawnSync('podman', ['--version'], { encoding: 'utf8' })
  if (error) return { reason: 'podman is not installed' }
  if (process.getuid?.() !== 0) return { reason: 'the node is not root' }
  const groups = openControlGroups()
  if (!groups) return { reason: 'control groups can not be made' }
  const shortcut = placeShortcut(area)
  const start = starting(join(area, 'podman'), shortcut, groups)
  const endWatch = endWithNode(groups.folder)
  const close = async () => {
    endWatch()
    groups.close()
    rmSync(shortcut, { force: true })
  }
  const trial = await tryExecutor(area, start, true)
  if ('reason' in trial) {
    await close()
    return trial
  }
  const version = stdout.trim()
  return { isolation: 'podman', version, reason: '', start, close, ...trial }
}

/** podman takes no path of more than 50 characters for the state of its containers: a link stands in for it. */
function placeShortcut(area: string): string {
  removeShortcuts()
  const shortcut = join(tmpdir(), `assay-c-${randomBytes(4).toString('hex')}`)
  mkdirSync(join(area, 'podman'), { mode: 0o711 })
  symlinkSync(join(area, 'podman'), shortcut)
  return shortcut
}

/** Those that lead nowhere any more. */
function removeShortcuts(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => /^assay-c-[0-9a-f]{8}$/.test(one)))
    if (!existsSync(join(tmpdir(), name))) rmSync(join(tmpdir(), name), { force: true })
}

function starting(store: string, shortcut: string, groups: ControlGroups): StartDevice {
  const hasRunc = spawnSync('runc', ['--version']).status === 0
  const engine = [
    ...['--root', join(store, 'store'), '--runroot', join(shortcut, 'run'), '--storage-driver', 'overlay'],
    ...['--cgroup-manager', 'cgroupfs', ...(hasRunc ? ['--runtime', 'runc'] : [])],
  ]
  const profile = placeProfile(store)
  return (start, hear) => {
    if (start.kind === 'program' && start.gpus > 0)
      throw new AssayError('isolation-unavailable', { reason: 'a program is given no graphics processor' })
    const graphics = findGraphicsProcessors(start.gpus, process.env)
    try {
      const name = `assay-${randomBytes(8).toString('hex')}`
      const firstUser = firstUsers + randomInt(mostNamespaces) * usersEach
      chownSync(start.output, firstUser + insideUser, firstUser + insideUser)
      const group = groups.open(start.limits)
      const hooks = placeHook(join(store, 'hooks', name), group)
      const words = [...engine, '--hooks-dir', hooks, ...runWords(start, { name, firstUser, profile, hooks, graphics })]
      const container = startPodman({ words, hooks, isSeries: start.isSeries })
      return attendContainer(container, group, start.limits, hear)
    } catch (error) {
      throw new AssayError('isolation-unavailable', { reason: (error as Error).message }, { cause: error })
    }
  }
}

function placeProfile(store: string): string {
  const file = join(store, 'seccomp.json')
  writeFileSync(file, seccompProfile())
  return file
}

/** Lets the device's first process, whose number is in what a hook is told, into the control groups that follow. */
const joinScript = `pid=$(sed 's/.*"pid": *\\([0-9]*\\).*/\\1/'); for f; do echo "$pid" >"$f" || exit 1; done; : >"$0"`

function placeHook(hooks: string, { joins }: ControlGroup): string {
  mkdirSync(hooks, { recursive: true, mode: 0o700 })
  const hook = { path: '/bin/sh', args: ['sh', '-c', joinScript, join(hooks, joinedName), ...joins] }
  writeFileSync(
    join(hooks, 'join.json'),
    JSON.stringify({ version: '1.0.0', hook, when: { always: true }, stages: ['prestart'] }),
  )
  return hooks
}
