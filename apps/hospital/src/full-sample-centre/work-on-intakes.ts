import type { Hospital } from '../hospital.ts'
import { folderWatch } from './folder/watch-folders.ts'
import { checkStudies } from './index/check-studies.ts'
import { hashVoxels } from './index/hash-voxels.ts'
import { refreshStatistics } from './index/refresh-statistics.ts'
import { reportCommitments } from './listener/storage-commitments.ts'
import { intakeWorker } from './pipeline/intake-worker.ts'

/** What the full-sample centre does in the background: looks at watched folders, takes in, checks, reports commitments. */
export function workOnIntakes(hospital: Hospital, signal: AbortSignal) {
  const watch = folderWatch(hospital)
  const intakes = intakeWorker(hospital, signal)
  return {
    work: async () => {
      await hashVoxels(hospital, signal)
      await watch()
      await intakes.work()
      await checkStudies(hospital, { due: true }, signal)
      await refreshStatistics(hospital.db)
      await reportCommitments(hospital)
    },
    /** Resolves when nothing is under way any more. */
    settled: intakes.settled,
  }
}
