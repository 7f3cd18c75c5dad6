import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { DeviceLimits } from '@assay/contracts'
import { makeFolder } from '../../folders/make-folder.ts'
import type { ControlGroups } from '../control-groups.ts'
import { type Start, withCommand } from './bubblewrap-command.ts'
import { bubblewrapWords } from './bubblewrap-words.ts'
import type { Runtime } from './find-runtime.ts'

/** What this machine has for starts of bubblewrap. */
export interface Means extends Pick<Start, 'filter' | 'isRoot'> {
  runtime: Runtime
}

/** Tells from inside what holds: read from the process's own /proc and by trying, not assumed. */
const probe = `
const fs = require('node:fs')
const status = fs.readFileSync('/proc/self/status', 'utf8')
const refused = (act) => { try { act(); return false } catch { return true } }
const value = (name) => new RegExp('^' + name + ':\\\\s*(\\\\S+)', 'm').exec(status)?.[1]
const interfaces = fs.readFileSync('/proc/net/dev', 'utf8').split('\\n').slice(2).filter(Boolean)
const mounts = fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\\n').map((line) => line.split(' '))
const isOwn = (folder) => fs.readdirSync(folder).length === 0 && mounts.some((mount) => mount[4] === folder)
process.stdout.write(JSON.stringify({
  'network-namespace': interfaces.every((line) => line.trim().startsWith('lo:')),
  'process-namespace': fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length <= 3,
  'read-only-root': ['/probe', '/dev/probe', '/opt/device/probe'].every((file) => refused(() => fs.writeFileSync(file, ''))),
  'read-only-input': refused(() => fs.writeFileSync('/input/probe', '')),
  'no-capabilities': /^0+$/.test(value('CapEff') ?? '') && /^0+$/.test(value('CapBnd') ?? ''),
  'no-new-privileges': value('NoNewPrivs') === '1',
  'not-root': value('Uid') !== '0',
  'own-temporary-folder': isOwn('/tmp') && isOwn('/dev/shm'),
  'system-call-filter': value('Seccomp') === '2',
}))
`

/** Parts that are told where they hold, and done without where they do not. */
const furtherParts = ['system-call-filter']

const limits: DeviceLimits = {
  wallSeconds: 10,
  cpuSeconds: 10,
  memoryMiB: 512,
  processes: 64,
  outputMiB: 1,
  outputFiles: 1,
}

/**
 * Starts bubblewrap once for trial.
 * @param area folder that everybody may enter
 * @returns the parts that hold, or why it can't be used: every part but the further ones has to hold.
 */
export function tryBubblewrap(
  area: string,
  { runtime, filter, isRoot }: Means,
  groups: ControlGroups | undefined,
): { parts: string[] } | { reason: string } {
  const words = bubblewrapWords(runtime, trialFolders(area), limits, {
    command: ['/runtime/node', '-e', probe],
    isFiltered: filter !== undefined,
  })
  const group = groups?.open(limits)
  const trial = withCommand({ words, filter, group, isRoot }, (command, rest, options) =>
    spawnSync(command, rest, { ...(options as SpawnSyncOptions), timeout: 10_000, encoding: 'utf8' }),
  )
  const groupHolds = group ? group.peakMemoryBytes() > 2 ** 20 : undefined
  void group?.close()
  if (trial.error) return { reason: isAbsent(trial.error) ? 'bubblewrap is not installed' : trial.error.message }
  if (trial.status !== 0) return { reason: lastLine(`${trial.stderr}`) || 'it did not start' }
  const facts: Record<string, boolean> = JSON.parse(`${trial.stdout}`)
  return judge(groupHolds === undefined ? facts : { ...facts, 'memory-control-group': groupHolds })
}

function judge(facts: Record<string, boolean>): { parts: string[] } | { reason: string } {
  const parts = Object.keys(facts).filter((name) => facts[name])
  const missing = Object.keys(facts).filter((name) => !facts[name] && !furtherParts.includes(name))
  return missing.length > 0 ? { reason: `not in force: ${missing.join(', ')}` } : { parts }
}

function trialFolders(area: string) {
  const folders = { package: join(area, 'trial'), input: join(area, 'trial'), output: join(area, 'trial-output') }
  makeFolder(folders.package)
  makeFolder(folders.output, 0o777)
  return folders
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.slice(0, 200)
}

function isAbsent(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT'
}
