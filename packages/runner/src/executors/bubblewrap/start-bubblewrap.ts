import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { AssayError, type DeviceLimits } from '@assay/contracts'
import type { DeviceProcess, Ending } from '../executor.ts'
import { hearLines, keepLog } from '../keep-log.ts'
import { isRunning } from '../process-tree.ts'
import { watchParts } from '../read-parts.ts'
import { sayTo } from '../say-to.ts'
import { watchUsage } from '../watch-usage.ts'
import { type Start, spawnBubblewrap } from './bubblewrap-command.ts'
import type { Started } from './launch-messages.ts'
import { numberIn } from './limit-first-process.ts'

/** How long the kernel may take to end what was killed. Longer means a fault of the machine. */
const mostMillisecondsToDie = 10_000

/** Starts bubblewrap with a device inside. */
export function startBubblewrap(
  start: Start,
  limits: DeviceLimits,
  hear: ((line: string) => void) | undefined,
): DeviceProcess {
  const child = spawnBubblewrap(start)
  const { stdin, stdout, stderr } = child
  const log = keepLog([stdout, stderr])
  if (hear) hearLines(stdout, hear)
  const usage = watchUsage(child.pid, start.group, limits)
  const parts = watchParts(child.pid)
  let wasEnded = false
  const ended = endingOf(child).then(({ hasRun, ...exit }): Ending => {
    parts.stop()
    const ending = { ...exit, ...usage(), log: log(), seen: parts.seen() }
    if (!hasRun && !wasEnded && !ending.isOutOfMemory) throw unavailable(ending.log.trim().split('\n').at(-1))
    return ending
  })
  const end = () => {
    wasEnded = true
    child.kill()
  }
  return { ended: ended.finally(() => start.group?.close()), usage, end, seen: parts.seen, say: sayTo(stdin) }
}

async function endingOf(child: Started) {
  const status = readStatus(child.status)
  const { code: exitCode, signal: exitSignal } = await child.exit.catch((error: Error) => {
    throw unavailable(error.message)
  })
  const { firstProcess, exitCode: told } = await status
  await untilGone(firstProcess)
  await child.closed
  return { exitCode, exitSignal, hasRun: told !== undefined }
}

/** What bubblewrap says about itself, on a descriptor that the device does not get. */
interface Status {
  /** The first process of the device's namespace: the kernel ends all others before it. */
  firstProcess: number | undefined
  exitCode: number | undefined
}

function readStatus(stream: Readable): Promise<Status> {
  let text = ''
  stream.on('data', (bytes: Buffer) => {
    text += bytes
  })
  const read = () => ({ firstProcess: numberIn(text, 'child-pid'), exitCode: numberIn(text, 'exit-code') })
  return new Promise((resolve) => stream.once('close', () => resolve(read())))
}

async function untilGone(pid: number | undefined): Promise<void> {
  const patience = AbortSignal.timeout(mostMillisecondsToDie)
  while (pid !== undefined && isRunning(pid)) {
    if (patience.aborted) throw unavailable('processes of the device do not end')
    await pause(1)
  }
}

function unavailable(reason: string | undefined): AssayError {
  return new AssayError('isolation-unavailable', { reason: reason?.slice(0, 200) || 'bubblewrap ended by itself' })
}
