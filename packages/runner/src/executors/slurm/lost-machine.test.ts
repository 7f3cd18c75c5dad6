import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSeries } from '../../run/open-series.ts'
import { runCase } from '../../run/run-case.ts'
import { hasSlurm, startTestCluster, type TestCluster } from '../../testing/test-cluster.ts'
import { input, testDevice, tryDevice } from '../../testing/test-device.ts'
import { type Bench, openBench } from '../choose-executor.ts'
import { processesNaming } from '../process-tree.ts'

const never = new AbortController().signal
const hanging = 'setInterval(() => {}, 1000)'
const seconds = (count: number) => `setTimeout(() => fs.writeFileSync(out + '/answer', 'done'), ${count * 1000})`

const isTried = hasSlurm && process.env.ASSAY_CLUSTER !== undefined
describe.skipIf(!isTried)('a machine of a cluster is lost (long suite; needs slurmctld, slurmd, munge, root)', () => {
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

  /** Machines that are cut off live on: no power went, the scheduler alone hears nothing of them. */
  async function cutOff(node: string): Promise<void> {
    cluster.killDaemon(node)
    cluster.ask('scontrol', 'update', `nodename=${node}`, 'state=down', 'reason=network')
  }

  /** Brings a machine back whose daemon had gone, and waits until both are there. */
  async function bringBack(node: string): Promise<void> {
    cluster.boot(node)
    await expect
      .poll(() => cluster.ask('sinfo', '-h', '-N', '-o', '%T').split('\n').filter(Boolean))
      .toEqual(['idle', 'idle'])
  }

  it('begins a case again whose machine was lost, within limits, and blames no device', async () => {
    const strict = await openBench('slurm', cluster.describe({ requeues: 0 }))
    const device = await testDevice(bench, seconds(4), { wallSeconds: 30 })
    const series = openSeries(
      bench,
      await testDevice(bench, `console.log('ready'); ${hanging}`, {}, {}, { cases: 'many-per-start' }),
    )
    const kept = tryDevice(bench, device)
    const lost = tryDevice(strict, await testDevice(strict, seconds(4))).catch((error) => error)
    const row = series.run(input, never).catch((error) => error)
    await expect.poll(() => running().map(({ node }) => node)).toEqual(['n1', 'n1', 'n1'])
    await expect.poll(() => cluster.held().length).toBeGreaterThanOrEqual(3)
    cluster.kill('n1')
    // The scheduler finds it out by itself.
    expect(await kept).toMatchObject({
      outcome: 'completed',
      answer: 'done',
      remote: { node: 'n2', faults: [{ node: 'n1' }] },
    })
    expect(await lost).toMatchObject({ code: 'cluster-failed' })
    expect(await row).toMatchObject({ code: 'cluster-failed' })
    await series.close()
    await strict.close()
    await bringBack('n1')
  })

  it('ignores what a machine that was cut off answers late, and leaves nothing of it', async () => {
    // It goes on writing below its output, as a device may that nobody ends; its answer says which start it is.
    const act = `const me = String(Math.random()); let count = 0
      fs.writeFileSync(out + '/me', me)
      setInterval(() => fs.writeFileSync(out + '/tick', String(count += 1)), 5)
      const wait = setInterval(() => { if (count > 200) { fs.writeFileSync(out + '/answer', me); process.exit() } }, 50)`
    const device = await testDevice(bench, act, { wallSeconds: 60, cpuSeconds: 60 })
    const heard = runCase(bench, device, input, never)
    await expect.poll(() => cluster.held().length).toBeGreaterThanOrEqual(1)
    const [old] = cluster.stations(bench.area) as [number]
    await expect.poll(() => findFiles(bench.area, 'me')).toHaveLength(1)
    const [first] = findFiles(bench.area, 'me') as [string]
    const late = readFileSync(first, 'utf8')
    // Its station hears and sees nothing, so that it can not find out that it was given up; its device goes on.
    process.kill(old, 'SIGSTOP')
    await cutOff('n1')
    const ran = await heard
    const answer = readFileSync(join(ran.output, 'answer'), 'utf8')
    expect(ran).toMatchObject({ outcome: 'completed', remote: { node: 'n2', faults: [{ node: 'n1' }] } })
    expect([answer === late, answer]).toEqual([false, readFileSync(join(ran.output, 'me'), 'utf8')])
    ran.discard()
    process.kill(old, 'SIGCONT')
    await expect.poll(() => processesNaming(bench.area)).toEqual([])
    await expect.poll(() => cluster.queue()).toEqual([])
    expect(readdirSync(bench.area).filter((name) => /^[0-9a-f]{24}$/.test(name))).toEqual([])
    await bringBack('n1')
  })

  it('takes the answer of a machine that was cut off where no other has begun, and runs the case no second time', async () => {
    cluster.ask('scontrol', 'update', 'nodename=n2', 'state=drain', 'reason=full')
    const device = await testDevice(bench, seconds(2), { wallSeconds: 60 })
    const run = tryDevice(bench, device)
    await expect.poll(() => cluster.held().length).toBeGreaterThanOrEqual(1)
    await cutOff('n1')
    await expect.poll(() => cluster.queue().map(({ state }) => state)).toEqual(['PD'])
    expect(await run).toMatchObject({ outcome: 'completed', answer: 'done', remote: { node: 'n1', faults: [] } })
    cluster.ask('scontrol', 'update', 'nodename=n2', 'state=resume')
    // What was begun anew finds nobody who waits, and ends at once.
    await expect.poll(() => cluster.queue()).toEqual([])
    expect([cluster.held(), processesNaming(bench.area)]).toEqual([[], []])
    await bringBack('n1')
  })
})

/** Files of a name anywhere below a folder. */
function findFiles(folder: string, name: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === name)
    .map((entry) => join(entry.parentPath, entry.name))
}
