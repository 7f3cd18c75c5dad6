import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasSlurm, startTestCluster, type TestCluster } from '../../testing/test-cluster.ts'
import { cancel, type JobArray, statesOf, submit } from './slurm-commands.ts'

/** A station that prints where it is and what it may use, and stays until it is let go. */
const station = `printf '%s|' "$PWD" "$SLURM_CPUS_PER_TASK" "$SLURM_MEM_PER_NODE" "$SLURM_JOB_PARTITION"; echo
while [ ! -e "$1/go" ]; do sleep 0.1; done\n`

/** Each word of sbatch as the scheduler itself understood it: without it, one of these comes out otherwise. */
describe.skipIf(!hasSlurm)('an array at the scheduler (needs slurmctld, slurmd, munge, root)', () => {
  const shared = mkdtempSync(join(tmpdir(), 'assay-array-'))
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startTestCluster()
    writeFileSync(join(shared, 'station'), station)
    configure('')
  })
  /** Gives the cluster a partition of one machine, and a further line of slurm.conf. */
  let usual: string | undefined
  function configure(further: string): void {
    const file = process.env.SLURM_CONF ?? ''
    usual ??= readFileSync(file, 'utf8')
    writeFileSync(file, `${usual}PartitionName=few Nodes=n2 State=UP\n${further}\n`)
    cluster.ask('scontrol', 'reconfigure')
  }
  afterAll(async () => {
    await cluster?.stop()
    rmSync(shared, { recursive: true })
  })

  const array: JobArray = { name: 'assay-x', folder: '', count: 3, memoryMiB: 300, gpus: 0, wallSeconds: 90 }
  async function sent(changes: Partial<JobArray> = {}) {
    const folder = mkdtempSync(join(shared, 'tasks-'))
    writeFileSync(join(folder, '0.print'), 'before\n')
    const own = { interpreter: '/bin/sh', atATime: 2, cpus: 2, account: 'assay', qos: 'normal' }
    const asked = { ...array, folder, ...changes }
    const job = await submit(
      cluster.describe({ ...own, ...(asked.gpus > 0 ? {} : { partition: 'few' }) }),
      asked,
      join(shared, 'station'),
    )
    const shown = cluster.ask('scontrol', 'show', 'job', '-d', job)
    return { job, folder, shown }
  }

  /** Fields that the scheduler shows, by their names. */
  const fieldsOf = (shown: string) =>
    Object.fromEntries([...shown.matchAll(/(\S+?)=(\S*)/g)].map(([, name, value]) => [name, value]))

  it('is called, limited and placed as it was asked for', async () => {
    const { job, folder, shown } = await sent()
    expect(fieldsOf(shown)).toMatchObject({
      ArrayJobId: job,
      ArrayTaskId: '0-2%2',
      JobName: 'assay-x',
      Account: 'assay',
      Partition: 'few',
      TimeLimit: '00:03:00',
      NumNodes: '1-1',
      NumTasks: '1',
      'CPUs/Task': '2',
      MinMemoryNode: '556M',
      WorkDir: '/',
    })
    const states = async () => [...(await statesOf('assay-x')).values()]
    const soon = { timeout: 20_000 }
    await expect.poll(async () => (await states()).map(({ state }) => state).sort(), soon).toEqual(['PD', 'R', 'R'])
    expect(new Set((await states()).map(({ node }) => node))).toEqual(new Set(['n2', '']))
    const print = () => readFileSync(join(folder, '0.print'), 'utf8')
    // What a job printed before it was begun again stays.
    await expect.poll(print, soon).toBe('before\n/|2|556|few|\n')
    await cancel(['--name=assay-x'])
    await expect.poll(() => cluster.queue(), soon).toEqual([])
  })

  it('asks for graphics processors, and has no time of its own where case follows case', async () => {
    const processors = await sent({ name: 'assay-y', gpus: 1 })
    expect(fieldsOf(processors.shown)).toMatchObject({ TresPerNode: 'gres:gpu:1' })
    const series = await sent({ name: 'assay-z', wallSeconds: undefined })
    expect(fieldsOf(series.shown)).toMatchObject({ TimeLimit: 'UNLIMITED' })
    await cancel(['--name=assay-y'])
    await cancel(['--name=assay-z'])
  })

  it.each([0, 1])(
    'is begun again or not by the kind of its device, whatever the cluster says otherwise (JobRequeue=%d)',
    async (without) => {
      configure(`JobRequeue=${without}`)
      const [starts, series] = [await sent(), await sent({ wallSeconds: undefined })]
      expect([fieldsOf(starts.shown).Requeue, fieldsOf(series.shown).Requeue]).toEqual(['1', '0'])
      await cancel(['--name=assay-x'])
    },
  )
})
