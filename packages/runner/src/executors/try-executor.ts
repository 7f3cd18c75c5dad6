import { chmodSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError, type DeviceLimits } from '@assay/contracts'
import { makeFolder } from '../folders/make-folder.ts'
import { removeFolder } from '../folders/remove-folder.ts'
import { emptyTree, folderAt } from '../image/file-tree.ts'
import { writeRoot } from '../package/write-root.ts'
import type { Ending, StartDevice } from './executor.ts'

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
  'user-namespace': !/^\\s*0\\s+0\\s+4294967295\\s*$/.test(fs.readFileSync('/proc/self/uid_map', 'utf8')),
}))
`

/** Parts that are told where they hold, and done without where they do not. */
const furtherParts = ['system-call-filter', 'user-namespace']

/** A busy machine may start it late: given up too early, it would go without what the trial was to show. */
const limits: DeviceLimits = {
  wallSeconds: 60,
  cpuSeconds: 60,
  memoryMiB: 512,
  processes: 64,
  outputMiB: 1,
  outputFiles: 1,
}

/**
 * Starts a device of our own once for trial.
 * @param area folder that everybody may enter
 * @param hasGroup whether a control group is to keep its memory
 * @returns the parts that hold, or why it can't be used: every part but the further ones has to hold.
 */
export async function tryExecutor(
  area: string,
  start: StartDevice,
  hasGroup: boolean,
): Promise<{ parts: string[] } | { reason: string }> {
  const own = mkdtempSync(join(area, 'trial-'))
  try {
    const { exitCode, log, peakMemoryBytes } = await runProbe(area, own, start)
    if (exitCode !== 0) return { reason: lastLine(log) || 'it did not start' }
    const facts: Record<string, boolean> = JSON.parse(log)
    return judge(hasGroup ? { ...facts, 'memory-control-group': peakMemoryBytes > 2 ** 20 } : facts)
  } catch (error) {
    return { reason: error instanceof AssayError ? `${error.parameters.reason}` : (error as Error).message }
  } finally {
    removeFolder(own)
  }
}

async function runProbe(area: string, own: string, start: StartDevice): Promise<Ending> {
  const tree = emptyTree()
  folderAt(tree, ['opt', 'device'], 0)
  const root = join(own, 'root')
  chmodSync(own, 0o711)
  writeRoot(area, tree, root, 'program')
  const folders = { input: join(own, 'input'), output: join(own, 'output'), temporary: join(own, 'temporary') }
  for (const folder of Object.values(folders)) makeFolder(folder)
  const device = start({
    kind: 'program',
    root,
    command: ['/usr/bin/node', '-e', probe],
    environment: {},
    workingFolder: '/',
    model: undefined,
    limits,
    gpus: 0,
    isSeries: false,
    ...folders,
  })
  await device.begun
  const patience = setTimeout(() => device.end(), limits.wallSeconds * 1000)
  return device.ended.finally(() => clearTimeout(patience))
}

function judge(facts: Record<string, boolean>): { parts: string[] } | { reason: string } {
  const parts = Object.keys(facts).filter((name) => facts[name])
  const missing = Object.keys(facts).filter((name) => !facts[name] && !furtherParts.includes(name))
  return missing.length > 0 ? { reason: `not in force: ${missing.join(', ')}` } : { parts }
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.slice(0, 200)
}
