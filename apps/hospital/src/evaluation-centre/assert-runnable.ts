import { findTask } from '@assay/categories'
import { AssayError, type Protocol, type Provenance } from '@assay/contracts'
import { findOneRoundEstimator } from '@assay/statistics'
import type { Hospital } from '../hospital.ts'
import { choosePolicy } from '../release-gate/choose-policy.ts'
import { assertShowable } from './appliances/assert-showable.ts'
import type { EvaluationRow, TestSetRow } from './evaluation-centre-tables.ts'
import { assertTrainingApart } from './training/assert-training-apart.ts'

/**
 * Throws what stands in the way of an evaluation here. `isolation-unavailable` where a device would run without isolation,
 * but for the one device that a hospital of the demonstration was started with; `provenance-not-releasable` where no figure
 * could leave; `not-found` for a task, `protocol-invalid` for an estimator that this version of the node doesn't have.
 */
export function assertRunnable(
  { bench, demonstrationDevice }: Pick<Hospital, 'bench' | 'demonstrationDevice'>,
  { device, category, task, endpoints, wayOfRunning: way = 'package' }: Protocol,
  provenance: Provenance,
): void {
  const { isolation, reason } = bench.executor
  if (way === 'package' && isolation === 'none' && device.packageDigest !== demonstrationDevice)
    throw new AssayError('isolation-unavailable', { reason })
  choosePolicy(provenance)
  if (!findTask(category, task)) throw new AssayError('not-found', { what: 'task' })
  for (const { id, estimator, version } of endpoints)
    if (!findOneRoundEstimator(estimator, version))
      throw new AssayError('protocol-invalid', { where: `endpoints.${id}`, what: 'estimator-unknown' })
}

/** What stands in the way of an evaluation here, as an error; null where nothing does. */
export async function obstacleTo(
  hospital: Pick<Hospital, 'bench' | 'demonstrationDevice' | 'db'>,
  evaluation: EvaluationRow,
  set: TestSetRow,
): Promise<Pick<AssayError, 'code' | 'parameters'> | null> {
  try {
    assertRunnable(hospital, evaluation.protocol, set.provenance)
    await assertShowable(hospital.db, evaluation, set)
    await assertTrainingApart(hospital.db, evaluation)
    return null
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { code: error.code, parameters: error.parameters }
  }
}
