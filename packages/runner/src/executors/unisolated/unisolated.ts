import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError, type DeviceLimits, type DeviceManifest } from '@assay/contracts'
import type { CaseFolders, DeviceProcess, Ending, Executor } from '../executor.ts'
import { keepLog } from '../keep-log.ts'
import { interpreterWords, processLimits } from '../limit-words.ts'
import { killAll, processesNaming, treeOf } from '../process-tree.ts'
import { watchUsage } from '../watch-usage.ts'

/**
 * Runs a device as a plain process of the node's own user, under limits where the system has prlimit(1) and setpriv(1).
 * Nothing holds it: allowed for the demonstration's own device only, and said so in the report.
 */
export function unisolated(reason: string): Executor {
  return { isolation: 'none', parts: [], reason, start: startPlain, close: () => undefined }
}

function startPlain({ program, limits }: DeviceManifest, folders: CaseFolders): DeviceProcess {
  const { package: folder, input, output, temporary } = folders
  const node = [process.execPath, ...interpreterWords(limits), `${folder}/${program.file}`]
  const [command = process.execPath, ...words] = [...limiting(limits), ...node]
  const child = spawn(command, words, {
    env: { INPUT_DIR: input, OUTPUT_DIR: output, HOME: temporary, TMPDIR: temporary, PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = keepLog([child.stdout, child.stderr])
  const usage = watchUsage(child.pid, undefined, limits)
  const ended = endingOf(child, output).then((ending): Ending => ({ ...ending, ...usage(), log: log() }))
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) killAll([...treeOf(child.pid).slice(1), -child.pid])
  }
  return { ended, usage, end }
}

/** Limits for each process, and an end with the node. The number of processes counts for the whole user: not set. */
function limiting(limits: DeviceLimits): string[] {
  const [prlimit, setpriv] = ['/usr/bin/prlimit', '/usr/bin/setpriv']
  if (!existsSync(prlimit) || !existsSync(setpriv)) return []
  return [setpriv, '--pdeathsig', 'KILL', '--', prlimit, ...processLimits(limits), '--']
}

async function endingOf(child: ChildProcess, output: string) {
  const closed = new Promise((resolve) => child.once('close', resolve))
  const [exitCode, exitSignal] = (await once(child, 'exit').catch((error: Error) => {
    throw new AssayError('isolation-unavailable', { reason: error.message })
  })) as [number | null, NodeJS.Signals | null]
  await endSurvivors(output)
  await Promise.race([closed, pause(1000)])
  child.stdout?.destroy()
  child.stderr?.destroy()
  return { exitCode, exitSignal }
}

/** Processes that outlived the first one are known by the case's own output folder in their environment. */
async function endSurvivors(output: string): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const left = processesNaming(output)
    if (left.length === 0) return
    killAll(left)
    await pause(10)
  }
}
