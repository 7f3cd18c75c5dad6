import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { bubblewrap } from './bubblewrap/bubblewrap.ts'
import { tryBubblewrap } from './bubblewrap/try-bubblewrap.ts'
import type { Executor } from './executor.ts'
import { unisolated } from './unisolated/unisolated.ts'

/** Where devices run: an executor, and a folder that everybody may enter but nobody may list. */
export interface Bench {
  executor: Executor
  area: string
  /** Removes the folder and all in it. */
  close(): void
}

const prefix = 'assay-runs-'

/**
 * Prepares the place where devices run, with bubblewrap where a trial start of it holds, else without isolation.
 * Folders that a killed node of this machine left behind are removed.
 * @param wish `none` forgoes isolation.
 */
export function openBench(wish: 'auto' | 'none'): Bench {
  removeLeftovers()
  const area = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(area, 0o711)
  return { executor: chooseExecutor(wish, area), area, close: () => rmSync(area, { recursive: true, force: true }) }
}

function chooseExecutor(wish: 'auto' | 'none', area: string): Executor {
  if (wish === 'none') return unisolated('isolation was not wanted')
  const runtime = placeRuntime(area)
  const trial = tryBubblewrap(runtime, area)
  return 'parts' in trial ? bubblewrap(runtime, trial.parts) : unisolated(trial.reason)
}

/** The interpreter, where the device's user may read it, whatever folder the platform is installed in. */
function placeRuntime(area: string): string {
  const folder = join(area, 'runtime')
  const runtime = join(folder, 'node')
  mkdirSync(folder, { mode: 0o755 })
  try {
    linkSync(process.execPath, runtime)
  } catch {
    copyFileSync(process.execPath, runtime)
  }
  return runtime
}

function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (owner && !existsSync(`/proc/${owner}`) && existsSync('/proc/self'))
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}
