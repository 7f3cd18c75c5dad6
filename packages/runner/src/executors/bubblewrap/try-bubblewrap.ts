import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceLimits } from '@assay/contracts'
import { bubblewrapLaunch } from './bubblewrap.ts'

/** Tells from inside what holds: read from the process's own /proc and by trying, not assumed. */
const probe = `
const fs = require('node:fs')
const status = fs.readFileSync('/proc/self/status', 'utf8')
const refused = (act) => { try { act(); return false } catch { return true } }
const value = (name) => new RegExp('^' + name + ':\\\\s*(\\\\S+)', 'm').exec(status)?.[1]
const interfaces = fs.readFileSync('/proc/net/dev', 'utf8').split('\\n').slice(2).filter(Boolean)
process.stdout.write(JSON.stringify({
  'network-namespace': interfaces.every((line) => line.trim().startsWith('lo:')),
  'process-namespace': fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length <= 3,
  'read-only-root': refused(() => fs.writeFileSync('/probe', '')),
  'read-only-input': refused(() => fs.writeFileSync('/input/probe', '')),
  'no-capabilities': /^0+$/.test(value('CapEff') ?? '') && /^0+$/.test(value('CapBnd') ?? ''),
  'no-new-privileges': value('NoNewPrivs') === '1',
  'not-root': value('Uid') !== '0',
  'own-temporary-folder': fs.readdirSync('/tmp').length === 0,
}))
`

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
 * @returns the parts that hold, or why it can't be used: every part has to hold.
 */
export function tryBubblewrap(runtime: string, area: string): { parts: string[] } | { reason: string } {
  const folders = { package: join(area, 'trial'), input: join(area, 'trial'), output: join(area, 'trial-output') }
  mkdirSync(folders.package, { recursive: true, mode: 0o755 })
  mkdirSync(folders.output, { recursive: true })
  chmodSync(folders.output, 0o777)
  const { command, words, environment, user } = bubblewrapLaunch(runtime, folders, limits, [
    '/runtime/node',
    '-e',
    probe,
  ])
  const trial = spawnSync(command, words, { env: environment, ...user, timeout: 10_000, encoding: 'utf8' })
  if (trial.error) return { reason: trial.error.message }
  if (trial.status !== 0) return { reason: trial.stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? 'it did not start' }
  const facts = Object.entries(JSON.parse(trial.stdout) as Record<string, boolean>)
  const missing = facts.filter(([, holds]) => !holds).map(([name]) => name)
  if (missing.length > 0) return { reason: `not in force: ${missing.join(', ')}` }
  return { parts: facts.map(([name]) => name) }
}
