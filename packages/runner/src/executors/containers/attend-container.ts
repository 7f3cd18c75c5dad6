import type { Readable, Writable } from 'node:stream'
import { AssayError, type DeviceLimits } from '@assay/contracts'
import type { ControlGroup } from '../control-groups.ts'
import type { DeviceProcess, Ending } from '../executor.ts'
import { hearLines, keepLog } from '../keep-log.ts'
import { killAll } from '../process-tree.ts'
import { watchParts } from '../read-parts.ts'
import { sayTo } from '../say-to.ts'
import { watchUsage } from '../watch-usage.ts'

/** A container that an engine was asked to run. */
export interface Container {
  stdin: Writable | null
  stdout: Readable | null
  stderr: Readable | null
  /**
   * The exit status of the container's first process, when that has ended and all that it printed was read.
   * @throws AssayError isolation-unavailable where the engine failed
   */
  exit: Promise<number | null>
  /** Absent where the device's time begins with the engine's. */
  begun?: Promise<void>
  /** What held it when it was let into its control group; absent where nobody looks then. */
  seen?(): readonly string[] | undefined
  /** Whether the device was let into its control group: what ends before is the engine's doing. */
  hasJoined(): boolean
  /** Told once, when the device is to end at once. */
  giveUp(): void
  /** Settles when nothing of the engine's own is left of a container that was killed. */
  gone(): Promise<void>
}

const killMilliseconds = 10

/** Follows a container whose first process joins the node's control group: what is counted there outlives the container. */
export function attendContainer(
  container: Container,
  group: ControlGroup,
  limits: DeviceLimits,
  hear: ((line: string) => void) | undefined,
): DeviceProcess {
  const { stdin, stdout, stderr, begun } = container
  const log = keepLog([stdout, stderr])
  if (hear) hearLines(stdout, hear)
  const usage = watchUsage(() => undefined, group, limits)
  const parts = watchParts(() => group.processes()[0])
  const kill = () => killAll(group.processes())
  const seen = () => parts.seen() ?? container.seen?.()
  let ending: NodeJS.Timeout | undefined
  const end = () => {
    kill()
    container.giveUp()
    // The device may just be starting.
    ending ??= setInterval(kill, killMilliseconds)
  }
  const endingOf = async (): Promise<Ending> => {
    const exitCode = await container.exit
    const used = usage()
    if (ending) await container.gone()
    const isOwnEnd = container.hasJoined() || ending !== undefined || used.isOutOfMemory
    if (!isOwnEnd) throw new AssayError('isolation-unavailable', { reason: lastLine(log()) })
    return { ...used, seen: seen(), log: log(), exitCode, exitSignal: null }
  }
  const ended = endingOf().finally(async () => {
    clearInterval(ending)
    parts.stop()
    // Where the engine failed, its container may still be there.
    kill()
    await group.close()
  })
  return { ended, usage, end, seen, say: sayTo(stdin), ...(begun ? { begun } : {}) }
}

function lastLine(log: string): string {
  return log.trim().split('\n').at(-1)?.slice(0, 200) || 'the engine ended by itself'
}
