import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { AssayError } from '@assay/contracts'
import type { Executor, StartDevice } from '../executor.ts'
import { tryExecutor } from '../try-executor.ts'
import type { Cluster } from './cluster.ts'
import { openDispatch } from './dispatch.ts'
import { cancel, statesOf, versionOfSlurm } from './slurm-commands.ts'

const mostSecondsToEnd = 90

/**
 * Makes the executor that sends devices to a cluster, where each is started as it would be here. A trial start goes the
 * same way first.
 * @param area the node's own folder below the cluster's shared one
 * @returns the executor, or why the cluster can't be used
 */
export async function openSlurm(cluster: Cluster, area: string): Promise<Executor | { reason: string }> {
  let version: string
  try {
    version = await versionOfSlurm()
  } catch (error) {
    return { reason: (error as AssayError).parameters.reason as string }
  }
  const { start, close } = openDispatch(cluster, area, version)
  const trial = await tryExecutor(area, impatient(start, cluster.trialSeconds), false)
  if ('reason' in trial) {
    close()
    return { reason: trial.reason }
  }
  return {
    isolation: cluster.isolation,
    version: `${version} over ${cluster.isolation}`,
    reason: '',
    start,
    close: async () => close(),
    ...trial,
  }
}

/** Ends what has found no machine in time. */
function impatient(start: StartDevice, seconds: number): StartDevice {
  return (...asked) => {
    const device = start(...asked)
    const patience = setTimeout(() => device.end(), seconds * 1000)
    void device.begun?.then(() => clearTimeout(patience))
    return device
  }
}

/** Takes back whatever a node that has ended left on the cluster, and removes its folder. */
export async function removeLeftJobs(area: string): Promise<void> {
  const name = `--name=${basename(area)}`
  await cancel([name])
  for (let second = 0; second < mostSecondsToEnd; second += 0.25) {
    const states = [...(await statesOf(basename(area))).values()]
    if (states.every(({ state }) => !['PD', 'R', 'CG', 'CF', 'S', 'ST'].includes(state))) break
    await pause(250)
  }
  rmSync(area, { recursive: true, force: true })
}
