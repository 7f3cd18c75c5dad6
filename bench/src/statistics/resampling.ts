import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { computeCountedReplicates, computeReplicates, weightedShare } from '@assay/statistics/resampling'
import { Piscina } from 'piscina'
import { type Measured, secondsOf } from '../measured.ts'
import { areasSample, countedSensitivitySample, manyAreas, sensitivitySample } from './resampled-sample.ts'

const peers = join(import.meta.dirname, '..', '..', 'peers')

/** Bootstrap replicates: of counts, of cases, on worker threads, and of many areas beside scikit-learn. */
export async function measureResampling(): Promise<Measured> {
  return {
    ...measureCounts(),
    ...measureCases(),
    ...(await measureWorkers()),
    ...measureAreas(),
  }
}

function measureCounts(): Measured {
  const share = weightedShare(Uint8Array.from({ length: 10 }, (_, i) => 1 - (i % 2)))
  const seconds = (cases: number) => {
    const sample = countedSensitivitySample(cases)
    return secondsOf(() => void computeCountedReplicates(sample, share, 1, 0, 10_000))
  }
  return Object.fromEntries(
    [4, 5, 6, 7].map((digits) => [
      `10,000 stratified replicates of sensitivity, 10^${digits} cases, drawn as counts (s)`,
      seconds(10 ** digits),
    ]),
  )
}

function measureCases(): Measured {
  const seconds = (cases: number) => {
    const { plan, statistic } = sensitivitySample(cases)
    return secondsOf(() => void computeReplicates(plan, statistic, 1, 0, 10))
  }
  return Object.fromEntries(
    [4, 5, 6, 7].map((digits) => [
      `10 stratified replicates of sensitivity, 10^${digits} cases, case by case (s)`,
      seconds(10 ** digits),
    ]),
  )
}

async function measureWorkers(): Promise<Measured> {
  const measured: Measured = {}
  for (const threads of [1, 2]) {
    const filename = new URL('resampling-worker.ts', import.meta.url).href
    const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads, atomics: 'disabled' })
    const run = (from: number) => pool.run({ from, to: from + 25 }, { name: 'replicateRange' })
    await Promise.all(Array.from({ length: threads }, (_, i) => run(i)))
    const started = performance.now()
    await Promise.all(Array.from({ length: 8 }, (_, i) => run(25 * i)))
    measured[`200 replicates of 10^5 cases, case by case, worker threads: ${threads} (s)`] =
      (performance.now() - started) / 1000
    await pool.close()
  }
  return measured
}

function measureAreas(): Measured {
  const [cases, tests, replicates] = [2200, 71, 100]
  const { plan, statistic } = areasSample(cases, tests)
  const ours = secondsOf(() => void computeReplicates(plan, statistic, 1, 0, replicates))
  const withSort = secondsOf(() => {
    const fresh = areasSample(cases, tests)
    computeReplicates(fresh.plan, fresh.statistic, 1, 0, replicates)
  })
  const name = '100 replicates of 71 areas, 2,200 cases'
  const measured = { [`${name} (s)`]: ours, [`${name}, with making and sorting the scores (s)`]: withSort }
  const { truth, scores } = manyAreas(cases, tests)
  const input = JSON.stringify({ truth: [...truth], scores: scores.map((test) => [...test]), replicates })
  const peer = spawnSync('/usr/bin/python3', [join(peers, 'areas-bootstrap.py')], { input, encoding: 'utf8' })
  if (peer.status !== 0) return measured
  const { seconds } = JSON.parse(peer.stdout) as { seconds: number }
  return {
    ...measured,
    [`${name}, scikit-learn (s)`]: seconds,
    [`${name}, times faster than scikit-learn`]: seconds / ours,
  }
}
