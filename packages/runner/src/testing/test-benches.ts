import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { afterAll } from 'vitest'
import { type Bench, type ExecutorWish, openBench } from '../executors/choose-executor.ts'
import { hasSlurm, startTestCluster } from './test-cluster.ts'
import { tryTestDocker } from './test-docker.ts'

/** docker as its daemon comes: whether containers have users of their own is a setting. */
const withoutUsers = 'docker without users'
type TestWish = ExecutorWish | typeof withoutUsers

/**
 * A bench of each executor, and whether this machine has it: tests skip by name where it is missing. With ASSAY_CLUSTER in
 * the environment (the long suite) isolating executors are also tried over a cluster of the test's own.
 */
export async function openTestBenches(wishes: readonly TestWish[]): Promise<[string, Bench, boolean][]> {
  const benches: [string, Bench, boolean][] = []
  for (const wish of wishes)
    if (wish === 'docker' || wish === withoutUsers) benches.push(await openDockerBench(wish === 'docker'))
    else {
      const bench = await openBench(wish)
      const name = wish === 'none' ? 'without isolation' : `in ${wish} (needs ${wish})`
      benches.push([name, bench, isThere(wish, bench)])
    }
  if (process.env.ASSAY_CLUSTER) benches.push(...(await openClusterBenches(wishes)))
  afterAll(async () => {
    for (const [, bench] of benches) await bench.close()
  })
  return benches
}

/** With a daemon of the test's own. */
async function openDockerBench(hasUsers: boolean): Promise<[string, Bench, boolean]> {
  const name = `in docker ${hasUsers ? 'with' : 'without'} users of its own (needs docker.io)`
  const docker = await tryTestDocker({ hasUsers })
  if (!docker) return [name, await openBench('none'), false]
  afterAll(docker.stop)
  process.env.DOCKER_HOST = docker.host
  const bench = await openBench('docker')
  delete process.env.DOCKER_HOST
  return [name, bench, isThere('docker', bench)]
}

const root = process.getuid?.() === 0
const onItsOwn: Partial<Record<ExecutorWish, () => boolean>> = {
  bubblewrap: () => spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--dev', '/dev', 'true']).status === 0,
  podman: () => root && ['podman', 'runc'].every((name) => spawnSync(name, ['--version']).status === 0),
  docker: () => true,
}

/** An executor that does not open where its program runs by itself is broken, and no reason to skip a test. */
function isThere(wish: ExecutorWish, { executor: { isolation, reason } }: Bench): boolean {
  if (wish !== isolation && onItsOwn[wish]?.()) throw new Error(`${wish} is here, and does not hold: ${reason}`)
  return wish === isolation
}

async function openClusterBenches(wishes: readonly TestWish[]): Promise<[string, Bench, boolean][]> {
  if (!hasSlurm) throw new Error('ASSAY_CLUSTER wants slurmctld, slurmd, munge, and root')
  const docker = wishes.includes('docker') ? await tryTestDocker({ hasUsers: true }) : undefined
  afterAll(() => docker?.stop())
  const cluster = await startTestCluster({ dockerHost: docker?.host })
  afterAll(() => cluster.stop())
  const benches: [string, Bench, boolean][] = []
  for (const isolation of ['bubblewrap', 'podman', 'docker'] as const)
    if (wishes.includes(isolation)) {
      const bench = await openBench('slurm', cluster.describe({ isolation }))
      benches.push([`over slurm in ${isolation}`, bench, bench.executor.isolation === isolation])
    }
  return benches
}
