import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError } from '@assay/contracts'
import type { DeviceProcess, DeviceStart, Ending, Executor } from '../executor.ts'
import { hearLines, keepLog } from '../keep-log.ts'
import { limitWords } from '../limit-words.ts'
import { killAll, processesNaming, treeOf } from '../process-tree.ts'
import { sayTo } from '../say-to.ts'
import { watchUsage } from '../watch-usage.ts'

/**
 * Runs a device's program as a plain process of the node's own user, under limits where the system has prlimit(1) and
 * setpriv(1). Nothing holds it: allowed for the demonstration's own device only, and said so in the report. Images are not
 * run at all: they would start something of the system's in place of their own.
 */
export function unisolated(reason: string): Executor {
  const start: Executor['start'] = (description, hear) => {
    if (description.kind === 'image') throw new AssayError('isolation-unavailable', { reason })
    return startPlain(description, hear)
  }
  return {
    isolation: 'none',
    version: `node ${process.version}`,
    parts: [],
    reason,
    start,
    close: async () => undefined,
  }
}

function startPlain(start: DeviceStart, hear?: (line: string) => void): DeviceProcess {
  const { root, command: inside, input, output, temporary, isSeries } = start
  const [command = process.execPath, ...words] = [
    ...limiting(start),
    ...inside.map((word) => (word.startsWith('/') ? join(root, word) : word)),
  ]
  const child = spawn(command, words, {
    env: { INPUT_DIR: input, OUTPUT_DIR: output, HOME: temporary, TMPDIR: temporary, PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: [isSeries ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  })
  const log = keepLog([child.stdout, child.stderr])
  if (hear) hearLines(child.stdout, hear)
  const usage = watchUsage(() => child.pid, undefined, start.limits)
  const ended = endingOf(child, output).then(
    (ending): Ending => ({ ...ending, ...usage(), log: log(), seen: undefined }),
  )
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) killAll([...treeOf(child.pid).slice(1), -child.pid])
  }
  return { ended, usage, end, seen: () => undefined, say: sayTo(child.stdin) }
}

/** Limits for each process, and an end with the node. The number of processes counts for the whole user: not set. */
function limiting(start: DeviceStart): string[] {
  const [prlimit, setpriv] = ['/usr/bin/prlimit', '/usr/bin/setpriv']
  if (!existsSync(prlimit) || !existsSync(setpriv)) return []
  return [setpriv, '--pdeathsig', 'KILL', '--', prlimit, ...limitWords(start), '--']
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
