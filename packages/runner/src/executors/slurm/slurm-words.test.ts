import { expect, it } from 'vitest'
import type { Cluster } from './cluster.ts'
import { meaningOf } from './job-states.ts'
import { submitWords } from './slurm-commands.ts'

const cluster: Cluster = {
  ...{ folder: '/shared', isolation: 'bubblewrap', arraySize: 100, atATime: 8, cpus: 2, furtherMemoryMiB: 256 },
  ...{ requeues: 2, trialSeconds: 60, interpreter: '/usr/bin/node', partition: 'gpu', account: 'assay' },
}
const array = { name: 'assay', folder: '/shared/a', count: 40, memoryMiB: 1000, gpus: 0, wallSeconds: 90 }

it('an array asks for what the package declares, and no more than so many at a time', () => {
  const words = submitWords(cluster, array)
  expect(words).toEqual(
    expect.arrayContaining(['--array=0-39%8', '--mem=1256M', '--time=3', '--requeue', '--cpus-per-task=2']),
  )
  expect(words).toEqual(expect.arrayContaining(['--partition=gpu', '--account=assay']))
  expect(words.join(' ')).not.toMatch(/gres|qos/)
  expect(submitWords(cluster, { ...array, gpus: 2 })).toContain('--gres=gpu:2')
  // A cluster without accounting takes any and shows none: see `slurm-commands.test.ts` for the others.
  expect(submitWords({ ...cluster, qos: 'high' }, array)).toContain('--qos=high')
})

it('a device that takes case after case is not begun again behind the node’s back, and has no time of its own', () => {
  const words = submitWords(cluster, { ...array, wallSeconds: undefined })
  expect(words).toContain('--no-requeue')
  expect(words.join(' ')).not.toContain('--time')
})

it.each([
  ['PD', 'Resources', 'waiting'],
  ['PD', 'BeginTime', 'waiting'],
  ['PD', 'launch failed requeued held', 'held'],
  ['PD', 'JobHeldAdmin', 'held'],
  ['CG', 'None', 'running'],
  ['NF', 'None', 'over'],
  ['TO', 'TimeLimit', 'timed-out'],
  ['OOM', 'None', 'out-of-memory'],
] as const)('the scheduler’s %s for %s means %s', (state, reason, meaning) => {
  expect(meaningOf({ state, node: 'n1', reason })).toBe(meaning)
})
