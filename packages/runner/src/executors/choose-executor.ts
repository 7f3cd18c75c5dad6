import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBubblewrap } from './bubblewrap/bubblewrap.ts'
import type { Executor } from './executor.ts'
import { isAbandoned, ownerName } from './owner-name.ts'
import { openPodman } from './podman/podman.ts'
import { killAll, processesNaming } from './process-tree.ts'
import { unisolated } from './unisolated/unisolated.ts'

/** What an operator may ask for. */
export const executorWishes = ['auto', 'bubblewrap', 'podman', 'none'] as const
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
    killAll(processesNaming(area))
    unmountBelow(area)
    rmSync(area, { recursive: true, force: true })
  }
  return { executor, area, close }
}

/** In the order in which they are tried: bubblewrap starts faster and needs no root. */
const openers = {
  auto: [openBubblewrap, openPodman],
  bubblewrap: [openBubblewrap],
  podman: [openPodman],
}

async function chooseExecutor(wish: ExecutorWish, area: string): Promise<Executor> {
  if (wish === 'none') return unisolated('isolation was not wanted')
  const reasons: string[] = []
  for (const open of openers[wish]) {
    const opened = await open(area)
    if ('start' in opened) return opened
    reasons.push(opened.reason)
  }
  return unisolated(reasons.join('; '))
}

function removeLeftovers(): void {
  for (const area of readdirSync(tmpdir())
    .filter(isAbandoned)
    .map((name) => join(tmpdir(), name)))
    try {
      killAll(processesNaming(area))
      unmountBelow(area)
      rmSync(area, { recursive: true, force: true })
    } catch {
      // Another user's: theirs to remove.
    }
}

/** A container engine mounts what it gives to containers below its store, and a killed one leaves it there. */
function unmountBelow(area: string): void {
  const mounted = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
  const below = mounted
    .filter((path) => path.startsWith(`${area}/`))
    .sort()
    .reverse()
  for (const path of below) spawnSync('umount', ['-l', path], { stdio: 'ignore' })
}
