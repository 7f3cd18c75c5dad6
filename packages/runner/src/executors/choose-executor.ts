import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBubblewrap } from './bubblewrap/bubblewrap.ts'
import type { Executor } from './executor.ts'
import { isAbandoned, ownerName } from './owner-name.ts'
import { killAll, processesNaming } from './process-tree.ts'
import { unisolated } from './unisolated/unisolated.ts'

/** What an operator may ask for. */
export const executorWishes = ['auto', 'bubblewrap', 'podman', 'docker', 'none'] as const
export type ExecutorWish = (typeof executorWishes)[number]

/** Where devices run: an executor, and a folder that everybody may enter but nobody may list. */
export interface Bench {
  executor: Executor
  area: string
  /** Removes the folder and all in it. */
  close(): void
}

/**
 * Prepares the place where devices run, with bubblewrap where a trial start of it holds, else without isolation. What
 * killed nodes of this machine left behind is ended and removed.
 * @param wish `none` forgoes isolation.
 */
export async function openBench(wish: ExecutorWish): Promise<Bench> {
  removeLeftovers()
  const area = mkdtempSync(join(tmpdir(), `${ownerName()}-`))
  chmodSync(area, 0o711)
  const executor = await chooseExecutor(wish, area)
  const close = () => {
    executor.close()
    rmSync(area, { recursive: true, force: true })
  }
  return { executor, area, close }
}

async function chooseExecutor(wish: ExecutorWish, area: string): Promise<Executor> {
  if (wish === 'none') return unisolated('isolation was not wanted')
  const opened = await openBubblewrap(area)
  return 'start' in opened ? opened : unisolated(opened.reason)
}

function removeLeftovers(): void {
  for (const area of readdirSync(tmpdir())
    .filter(isAbandoned)
    .map((name) => join(tmpdir(), name)))
    try {
      killAll(processesNaming(area))
      rmSync(area, { recursive: true, force: true })
    } catch {
      // Another user's: theirs to remove.
    }
}
