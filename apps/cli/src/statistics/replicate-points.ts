import { availableParallelism } from 'node:os'
import { computeReplicates, planResampling, type Replicates, type ResamplingDesign } from '@assay/statistics/resampling'
import { type CurvePoints, weightedPoints } from '@assay/statistics/roc'
import { Piscina } from 'piscina'

/** Points of a curve whose cases are drawn again: all that a worker thread needs to know. */
export interface PointsTask {
  readonly design: ResamplingDesign
  readonly truth: Uint8Array
  readonly scores: Float64Array
  readonly points: CurvePoints
  readonly seed: number
}

/** Cases times replicates from which threads are worth their start. */
const worthThreads = 2e7

/** Replicates that a thread takes at a time. */
const atATime = 100

/**
 * Replicates of points of a curve, on as many threads as the machine has cores where that pays. The same seed gives the same
 * digits on any number of threads.
 * @param workers threads; 0: none but this one
 * @param progress told after each range of replicates
 */
export async function replicatePoints(
  task: PointsTask,
  replicates: number,
  progress: (done: number, total: number) => void,
  workers = replicates * task.truth.length < worthThreads ? 0 : availableParallelism(),
): Promise<Replicates> {
  const ranges = Array.from({ length: Math.ceil(replicates / atATime) }, (_, index) => ({
    from: index * atATime,
    to: Math.min(replicates, (index + 1) * atATime),
  }))
  let done = 0
  const told = (values: Float64Array, { from, to }: ReplicateRange) => {
    done += to - from
    progress(done, replicates)
    return values
  }
  const here = pointsOf(task)
  const parts =
    workers === 0 ? ranges.map((range) => told(here(range), range)) : await inWorkers(task, ranges, workers, told)
  const columns = task.points.specificities.length + task.points.sensitivities.length + task.points.parts.length
  const values = new Float64Array(replicates * columns)
  parts.forEach((part, index) => {
    values.set(part, index * atATime * columns)
  })
  return { columns, values }
}

/** Replicates `from` … `to` − 1. */
export interface ReplicateRange {
  readonly from: number
  readonly to: number
}

/** Computes ranges of a task's replicates, on whatever thread this runs. */
export function pointsOf({ design, truth, scores, points, seed }: PointsTask): (range: ReplicateRange) => Float64Array {
  const plan = planResampling(design)
  const statistic = weightedPoints(truth, scores, points)
  return ({ from, to }) => computeReplicates(plan, statistic, seed, from, to).values
}

async function inWorkers(
  task: PointsTask,
  ranges: readonly ReplicateRange[],
  workers: number,
  told: (values: Float64Array, range: ReplicateRange) => Float64Array,
): Promise<Float64Array[]> {
  const filename = new URL('replicate-points-worker.ts', import.meta.url).href
  const pool = new Piscina({ filename, workerData: task, minThreads: workers, maxThreads: workers })
  try {
    return await Promise.all(
      ranges.map(async (range) => told(await pool.run(range, { name: 'replicateRange' }), range)),
    )
  } finally {
    await pool.destroy()
  }
}
