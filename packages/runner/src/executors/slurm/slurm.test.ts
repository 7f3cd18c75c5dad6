import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { release, type } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSeries } from '../../run/open-series.ts'
import { runCase } from '../../run/run-case.ts'
import { hasSlurm, startTestCluster, type TestCluster } from '../../testing/test-cluster.ts'
import { input, testDevice, tryDevice } from '../../testing/test-device.ts'
import { type Bench, openBench } from '../choose-executor.ts'
import { processesNaming } from '../process-tree.ts'
import { readCluster } from './cluster.ts'

const never = new AbortController().signal
const answering = `fs.writeFileSync(out + '/answer', fs.readFileSync('/input/in/record.dat'))`
const hanging = 'setInterval(() => {}, 1000)'
const seconds = (count: number) => `setTimeout(() => fs.writeFileSync(out + '/answer', 'done'), ${count * 1000})`

describe.skipIf(!hasSlurm)('a cluster (needs slurmctld, slurmd, munge, root)', () => {
  let cluster: TestCluster
  let bench: Bench
  beforeAll(async () => {
    cluster = await startTestCluster()
    bench = await openBench('slurm', cluster.describe())
  })
  afterAll(async () => {
    await bench?.close()
    await cluster?.stop()
  })
  const running = () => cluster.queue().filter(({ state }) => state === 'R')

  it('holds a device as the node does, read in the device’s own /proc, and says where', async () => {
    expect(bench.executor).toMatchObject({ isolation: 'bubblewrap', reason: '' })
    expect(bench.executor.version).toMatch(/^slurm\S* \S+ over bubblewrap$/)
    const ran = await tryDevice(bench, await testDevice(bench, `setTimeout(() => { ${answering} }, 100)`))
    expect(ran).toMatchObject({ outcome: 'completed', answer: 'signal', exitCode: 0 })
    expect(ran.remote).toMatchObject({
      job: expect.stringMatching(/^\d+_0$/),
      node: 'n1',
      faults: [],
      version: expect.stringMatching(/^slurm\S* \S+ over bubblewrap \d/),
      kernel: `${type()} ${release()}`,
    })
    expect(ran.seen).toEqual(
      expect.arrayContaining(['network-namespace', 'read-only-root', 'no-capabilities', 'not-root']),
    )
    expect(ran.peakMemoryBytes).toBeGreaterThan(2 ** 20)
    expect(ran.cpuMilliseconds).toBeGreaterThan(0)
  })

  it('sends cases out as one array of jobs, so many at a time, with the limits of the package', async () => {
    const device = await testDevice(bench, seconds(0.5), { memoryMiB: 200 })
    const cases = Promise.all(Array.from({ length: 8 }, () => tryDevice(bench, device)))
    let most = 0
    let limits: string[] = []
    const looking = setInterval(() => {
      const now = running()
      most = Math.max(most, now.length)
      limits = [...new Set([...limits, ...cluster.queue().map(({ limit }) => limit)])]
    }, 100)
    const ran = await cases
    clearInterval(looking)
    expect(ran.map(({ outcome, answer }) => `${outcome} ${answer}`)).toEqual(Array(8).fill('completed done'))
    expect(new Set(ran.map(({ remote }) => remote?.job.split('_')[0])).size).toBe(1)
    expect(ran.map(({ remote }) => Number(remote?.job.split('_')[1])).sort((a, b) => a - b)).toEqual([
      ...Array(8).keys(),
    ])
    expect([most, limits]).toEqual([4, ['2:00']])
  })

  it('does not count the wait for a machine', async () => {
    const device = await testDevice(bench, seconds(1), { wallSeconds: 2 })
    cluster.ask('scontrol', 'update', 'partitionname=all', 'state=down')
    const run = tryDevice(bench, device)
    await expect.poll(() => cluster.queue().map(({ state }) => state)).toEqual(['PD'])
    await pause(2500)
    cluster.ask('scontrol', 'update', 'partitionname=all', 'state=up')
    const { outcome, wallMilliseconds } = await run
    expect(outcome).toBe('completed')
    expect(wallMilliseconds).toBeLessThan(2000)
  })

  it('has the time of a case watched where it runs', async () => {
    const { outcome, wallMilliseconds } = await tryDevice(bench, await testDevice(bench, hanging, { wallSeconds: 1 }))
    expect(outcome).toBe('timed-out')
    expect(wallMilliseconds).toBeLessThan(2000)
  })

  it.skipIf(!process.env.ASSAY_CLUSTER)(
    'has the scheduler end a job whose station does not, which is the device’s time-out (long suite)',
    { timeout: 300_000 },
    async () => {
      const run = tryDevice(bench, await testDevice(bench, hanging, { wallSeconds: 1 }))
      await expect.poll(() => cluster.stations(bench.area).length, { interval: 20 }).toBeGreaterThan(0)
      await expect.poll(() => cluster.held().length, { interval: 5 }).toBeGreaterThan(0)
      for (const pid of cluster.stations(bench.area)) process.kill(pid, 'SIGSTOP')
      const { outcome, wallMilliseconds } = await run
      // The station may be woken in time to say so itself; else the scheduler's word counts, with the limit.
      expect(outcome).toBe('timed-out')
      expect(wallMilliseconds).toBeGreaterThanOrEqual(1000)
      await expect.poll(() => processesNaming(bench.area)).toEqual([])
    },
  )

  it('ends what runs and takes back what waits when the node stops', async () => {
    const device = await testDevice(bench, hanging)
    const stop = new AbortController()
    const cases = Array.from({ length: 6 }, () => runCase(bench, device, input, stop.signal))
    const settled = Promise.allSettled(cases)
    await expect.poll(() => [running().length, cluster.queue().length]).toEqual([4, 6])
    stop.abort(new Error('stopped'))
    expect((await settled).map(({ status }) => status)).toEqual(Array(6).fill('rejected'))
    await expect.poll(() => cluster.queue()).toEqual([])
    await expect.poll(() => processesNaming(bench.area)).toEqual([])
    expect(readdirSync(bench.area).filter((name) => /^[0-9a-f]{24}$/.test(name))).toEqual([])
  })

  it('talks with a device that takes case after case', async () => {
    const act = `import readline from 'node:readline'
      let count = 0
      console.log('ready')
      for await (const name of readline.createInterface({ input: process.stdin })) {
        if (fs.readFileSync('/input/' + name + '/in/record.dat', 'utf8') === 'die') process.exit(3)
        fs.writeFileSync(out + '/' + name + '/answer', String(++count))
        console.log('done ' + name)
      }`
    const series = openSeries(bench, await testDevice(bench, act, {}, {}, { cases: 'many-per-start' }))
    const outcomes = []
    for (const content of ['a', 'b', 'die', 'c']) {
      const ran = await series.run([{ path: 'in/record.dat', bytes: Buffer.from(content) }], never)
      outcomes.push([ran.outcome, ran.remote?.node])
      await ran.discard()
    }
    await series.close()
    expect(outcomes).toEqual([
      ['completed', 'n1'],
      ['completed', 'n1'],
      ['crashed', 'n1'],
      ['completed', 'n1'],
    ])
    await expect.poll(() => cluster.queue()).toEqual([])
  })

  it('asks for the graphics processors that a package declares, and blames no device where they are not there', async () => {
    const device = await testDevice(bench, answering, {}, {}, { gpus: 2 })
    const run = tryDevice(bench, device).catch((error) => error)
    let asked: string[] = []
    const looking = setInterval(() => {
      asked = [...asked, ...cluster.queue().map(({ gres }) => gres)]
    }, 50)
    expect(await run).toMatchObject({
      code: 'cluster-failed',
      parameters: { reason: 'n1: the package asks for 2 graphics processors, and 0 can be given here' },
    })
    clearInterval(looking)
    expect([...new Set(asked)]).toEqual(['gres:gpu:2'])
  })

  it('has what a killed node left taken back by the next one', async () => {
    const file = join(bench.area, 'cluster.json')
    writeFileSync(file, JSON.stringify(cluster.describe()))
    const program = join(import.meta.dirname, '../../testing/node-that-hangs.ts')
    const node = spawn(process.execPath, [program, 'slurm', file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [area] = (await once(node.stdout, 'data')).map(String) as [string]
    await expect.poll(() => running().length).toBe(1)
    node.kill('SIGKILL')
    await once(node, 'exit')
    expect([running().length, existsSync(area)]).toEqual([1, true])
    const next = await openBench('slurm', cluster.describe())
    const left = cluster.ask('squeue', '-h', `--name=${basename(area)}`)
    expect([left, existsSync(area), next.executor.reason]).toEqual(['', false, ''])
    expect(processesNaming(area)).toEqual([])
    await next.close()
  })

  it('says why where the scheduler does not answer or refuses', async () => {
    const refused = await openBench('slurm', cluster.describe({ partition: 'nowhere' }))
    expect(refused.executor).toMatchObject({ isolation: 'none', reason: expect.stringContaining('partition') })
    await refused.close()
  })
})

it('a description of a cluster is read strictly', () => {
  expect(() => readCluster('/nowhere')).toThrow(/arguments-invalid/)
})
