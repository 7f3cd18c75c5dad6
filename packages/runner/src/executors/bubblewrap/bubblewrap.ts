import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { type ControlGroups, openControlGroups } from '../control-groups.ts'
import type { CaseFolders, DeviceProcess, Executor } from '../executor.ts'
import { interpreterWords } from '../limit-words.ts'
import { nobody } from './bubblewrap-command.ts'
import { bubblewrapWords } from './bubblewrap-words.ts'
import { findRuntime } from './find-runtime.ts'
import { startBubblewrap } from './start-bubblewrap.ts'
import { systemCallFilter } from './system-call-filter.ts'
import { type Means, tryBubblewrap } from './try-bubblewrap.ts'

/**
 * Makes the executor that runs a device in namespaces of its own, after a trial start; see `bubblewrapWords` for what
 * holds. Where control groups can be made, the kernel keeps the memory limit.
 * @param area folder that everybody may enter
 * @returns the executor, or why bubblewrap can't be used
 */
export function openBubblewrap(area: string): Executor | { reason: string } {
  const means = { runtime: findRuntime(area), filter: placeFilter(area), isRoot: process.getuid?.() === 0 }
  const groups = openControlGroups()
  if (groups) {
    const trial = tryBubblewrap(area, means, groups)
    if ('parts' in trial) return executor(means, trial.parts, groups)
    groups.close()
  }
  const trial = tryBubblewrap(area, means, undefined)
  return 'parts' in trial ? executor(means, trial.parts, undefined) : trial
}

function executor(means: Means, parts: readonly string[], groups: ControlGroups | undefined): Executor {
  return {
    isolation: 'bubblewrap',
    parts,
    reason: '',
    start: (manifest, folders) => {
      try {
        return startDevice(means, groups, manifest, folders)
      } catch (error) {
        throw new AssayError('isolation-unavailable', { reason: (error as Error).message }, { cause: error })
      }
    },
    close: () => groups?.close(),
  }
}

function startDevice(
  { runtime, filter, isRoot }: Means,
  groups: ControlGroups | undefined,
  { program, limits }: Parameters<Executor['start']>[0],
  folders: CaseFolders,
): DeviceProcess {
  if (isRoot) chownSync(folders.output, nobody, nobody)
  const command = ['/runtime/node', ...interpreterWords(limits), `/opt/device/${program.file}`]
  const words = bubblewrapWords(runtime, folders, limits, { command, isFiltered: filter !== undefined })
  return startBubblewrap({ words, filter, isRoot, group: groups?.open(limits) }, limits)
}

function placeFilter(area: string): string | undefined {
  const filter = systemCallFilter(process.arch)
  const file = join(area, 'system-call-filter')
  if (filter) writeFileSync(file, filter)
  return filter && file
}
