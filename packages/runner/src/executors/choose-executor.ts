import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { openBubblewrap } from './bubblewrap/bubblewrap.ts'
import { openDocker, removeLeftInDocker } from './docker/docker.ts'
import type { Executor } from './executor.ts'
import { isAbandoned, ownerName } from './owner-name.ts'
import { openPodman } from './podman/podman.ts'
import { killAll, processesNaming } from './process-tree.ts'
import type { Cluster } from './slurm/cluster.ts'
import { openSlurm, removeLeftJobs } from './slurm/open-slurm.ts'
import { unisolated } from './unisolated/unisolated.ts'

/** What an operator may ask for. */
export const executorWishes = ['auto', 'bubblewrap', 'podman', 'docker', 'slurm', 'none'] as const
export type ExecutorWish = (typeof executorWishes)[number]

/** Tells machines apart that see the same folder. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** Where devices run: an executor, and a folder that everybody may enter but nobody may list. */
export interface Bench {
  executor: Executor
  area: string
  /** Removes the folder and all in it. */
  close(): Promise<void>
}

/**
 * Prepares the place where devices run, in the first executor of which a trial start holds, else without isolation. What
 * killed nodes of this machine left behind is ended and removed.
 * @param wish `none` forgoes isolation; `slurm` sends devices to the cluster
 */
export async function openBench(wish: ExecutorWish, cluster?: Cluster): Promise<Bench> {
  removeLeftovers()
  await removeLeftInDocker()
  if (wish === 'slurm' && !cluster) throw new AssayError('arguments-invalid', { option: '--cluster' })
  const where = wish === 'slurm' && cluster ? cluster.folder : tmpdir()
  const area = mkdtempSync(join(where, `${ownerName()}-${machine}-`))
  chmodSync(area, 0o711)
  const executor =
    wish === 'slurm' && cluster
      ? await openCluster(cluster, area)
      : await chooseExecutor(wish === 'slurm' ? 'none' : wish, area)
  const close = async () => {
    await executor.close()
    killAll(processesNaming(area))
    unmountBelow(area)
    rmSync(area, { recursive: true, force: true })
  }
  return { executor, area, close }
}

/** In the order in which they are tried: bubblewrap starts faster and needs no root; docker's store is not the bench's own. */
const openers = {
  auto: [openBubblewrap, openPodman, openDocker],
  bubblewrap: [openBubblewrap],
  podman: [openPodman],
  docker: [openDocker],
}

/** What an ended node of this machine left on the cluster is taken back first. */
async function openCluster(cluster: Cluster, area: string): Promise<Executor> {
  try {
    const left = readdirSync(cluster.folder).filter((name) => isAbandoned(name) && name.includes(`-${machine}-`))
    for (const name of left) await removeLeftJobs(join(cluster.folder, name))
    const opened = await openSlurm(cluster, area)
    return 'start' in opened ? opened : unisolated(opened.reason)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return unisolated(`${error.parameters.reason}`)
  }
}

async function chooseExecutor(wish: Exclude<ExecutorWish, 'slurm'>, area: string): Promise<Executor> {
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
