import type { Clock, ErrorParameters, Random } from '@assay/contracts'
import { jsonb, newId } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'

/** Something that was not taken in, or whose quality is in question. */
export interface Aside extends Pick<QuarantineRow, 'item' | 'name' | 'what' | 'files' | 'acceptable'> {
  readonly code: string
  readonly parameters: ErrorParameters
  readonly studyId?: string
}

/** Enters something into the quarantine, within the transaction that gives its outcome. */
export async function putAside(
  transaction: HospitalDb,
  { clock, random }: { clock: Clock; random: Random },
  intakeId: string,
  aside: readonly Aside[],
): Promise<void> {
  if (aside.length === 0) return
  const at = clock().toISOString()
  await transaction
    .insertInto('quarantine')
    .values(
      aside.map(({ item, name, what, files, acceptable, code, parameters, studyId }) => ({
        ...{ id: newId(clock, random), intake_id: intakeId, item, name, what, acceptable, code },
        ...{ study_id: studyId ?? null, parameters: jsonb(parameters), files: jsonb(files) },
        ...{ state: 'waiting' as const, at, decided_at: null, reason: null },
      })),
    )
    .execute()
}
