import { findTask } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { EvaluationRow, TestSetRow } from '../evaluation-centre-tables.ts'
import { applianceFor } from './appliance-store.ts'
import { countDisclosedBefore } from './disclose-case.ts'

/**
 * Throws what stands in the way of showing a set to a vendor's device. `appliance-missing`, `appliance-task-unsupported` for an appliance
 * that is not registered here, or cases that can not be shown as DICOM. `cases-disclosed` for patients' cases that the vendor was shown
 * before, whatever way its device runs now: an evaluation on them would not be blind. Public and synthetic sets never are; the report
 * says how many cases.
 */
export async function assertShowable(
  db: HospitalDb,
  evaluation: Pick<EvaluationRow, 'id' | 'test_set_id' | 'protocol'>,
  { provenance }: Pick<TestSetRow, 'provenance'>,
): Promise<void> {
  const { protocol } = evaluation
  if (protocol.wayOfRunning === 'appliance') {
    await applianceFor(db, protocol)
    const { category, task } = protocol
    if (!findTask(category, task)?.dicomObjects) throw new AssayError('appliance-task-unsupported', { category, task })
  }
  if (provenance !== 'patients') return
  const cases = await countDisclosedBefore(db, evaluation)
  if (cases > 0) throw new AssayError('cases-disclosed', { cases, vendor: protocol.device.vendor })
}
