import { workerData } from 'piscina'
import { type PointsTask, pointsOf } from './replicate-points.ts'

/** Replicates of the points that the thread was started for. */
export const replicateRange = pointsOf(workerData as PointsTask)
