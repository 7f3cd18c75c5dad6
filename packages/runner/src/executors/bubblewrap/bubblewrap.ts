import { spawnSync } from 'node:child_process'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { type ControlGroups, openControlGroups } from '../control-groups.ts'
import type { Executor, StartDevice } from '../executor.ts'
import { findGraphicsProcessors } from '../graphics-processors.ts'
import { countWords, limitWords } from '../limit-words.ts'
import { tryExecutor } from '../try-executor.ts'
import { nobody, type Start } from './bubblewrap-command.ts'
import { bubblewrapWords } from './bubblewrap-words.ts'
import { openLauncher } from './open-launcher.ts'
import { startBubblewrap } from './start-bubblewrap.ts'
import { systemCallFilter } from './system-call-filter.ts'

/** What this machine has for starts of bubblewrap. */
type Means = Pick<Start, 'filter' | 'isRoot' | 'launcher'>

/**
 * Makes the executor that runs a device in namespaces of its own, after a trial start; see `bubblewrapWords` for what
 * holds. Where control groups can be made, the kernel keeps the memory limit.
 * @param area folder that everybody may enter
 * @returns the executor, or why bubblewrap can't be used
 */
export async function openBubblewrap(area: string): Promise<Executor | { reason: string }> {
  const { stdout, error } = spawnSync('bwrap', ['--version'], { encoding: 'utf8' })
  if (error) return { reason: 'bubblewrap is not installed' }
  if (spawnSync('prlimit', ['--version']).error) return { reason: 'prlimit is not installed' }
  const launcher = openLauncher()
  const means = {
    launcher,
    filter: placeFilter(area),
    isRoot: process.getuid?.() === 0,
  }
  const version = stdout.trim()
  const groups = openControlGroups()
  if (groups) {
    const opened = await open(area, version, means, groups)
    if ('start' in opened) return opened
    groups.close()
  }
  const opened = await open(area, version, means, undefined)
  if (!('start' in opened)) launcher.close()
  return opened
}

async function open(
  area: string,
  version: string,
  means: Means,
  groups: ControlGroups | undefined,
): Promise<Executor | { reason: string }> {
  const start = starting(means, groups)
  const trial = await tryExecutor(area, start, groups !== undefined)
  if ('reason' in trial) return trial
  const close = async () => {
    means.launcher.close()
    groups?.close()
  }
  return { isolation: 'bubblewrap', version, reason: '', start, close, ...trial }
}

function starting({ filter, isRoot, launcher }: Means, groups: ControlGroups | undefined): StartDevice {
  return (start, hear) => {
    const graphics = findGraphicsProcessors(start.gpus, process.env)
    try {
      if (isRoot) chownSync(start.output, nobody, nobody)
      const words = bubblewrapWords(start, filter !== undefined, graphics)
      const { limits, isSeries } = start
      const own = { limits: [...limitWords(start), ...countWords(limits)], group: groups?.open(limits) }
      return startBubblewrap({ ...own, words, filter, isRoot, isSeries, launcher }, limits, hear)
    } catch (error) {
      throw new AssayError('isolation-unavailable', { reason: (error as Error).message }, { cause: error })
    }
  }
}

function placeFilter(area: string): string | undefined {
  const filter = systemCallFilter(process.arch)
  const file = join(area, 'system-call-filter')
  if (filter) writeFileSync(file, filter)
  return filter && file
}
