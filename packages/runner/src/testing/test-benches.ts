import process from 'node:process'
import { afterAll } from 'vitest'
import { type Bench, type ExecutorWish, openBench } from '../executors/choose-executor.ts'
import { hasSlurm, startTestCluster } from './test-cluster.ts'

/**
 * A bench of each executor, and whether this machine has it: tests skip by name where it is missing. With ASSAY_CLUSTER in
 * the environment (the long suite) isolating executors are also tried over a cluster of the test's own.
 */
export async function openTestBenches(wishes: readonly ExecutorWish[]): Promise<[string, Bench, boolean][]> {
  const benches: [string, Bench, boolean][] = []
  for (const wish of wishes) {
    const bench = await openBench(wish)
    const name = wish === 'none' ? 'without isolation' : `in ${wish} (needs ${wish})`
    benches.push([name, bench, wish === bench.executor.isolation])
  }
  if (process.env.ASSAY_CLUSTER) benches.push(...(await openClusterBenches(wishes)))
  afterAll(() => benches.forEach(([, bench]) => void bench.close()))
  return benches
}

async function openClusterBenches(wishes: readonly ExecutorWish[]): Promise<[string, Bench, boolean][]> {
  if (!hasSlurm) throw new Error('ASSAY_CLUSTER wants slurmctld, slurmd, munge, and root')
  const cluster = await startTestCluster()
  afterAll(() => cluster.stop())
  const benches: [string, Bench, boolean][] = []
  for (const isolation of ['bubblewrap', 'podman'] as const)
    if (wishes.includes(isolation)) {
      const bench = await openBench('slurm', cluster.describe({ isolation }))
      benches.push([`over slurm in ${isolation}`, bench, bench.executor.isolation === isolation])
    }
  return benches
}
