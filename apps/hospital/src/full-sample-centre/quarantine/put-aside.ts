import type { Clock, ErrorParameters, Random } from '@assay/contracts'
import { jsonb, newId } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'
import { countQuarantined } from './count-quarantined.ts'

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
  const { category } = await transaction
    .selectFrom('intake_runs')
    .select('category')
    .where('id', '=', intakeId)
    .executeTakeFirstOrThrow()
  const state = 'waiting'
  await transaction
    .insertInto('quarantine')
    .values(
      aside.map(({ item, name, what, files, acceptable, code, parameters, studyId }) => ({
        id: newId(clock, random),
        intake_id: intakeId,
        category,
        item,
        name,
        what,
        acceptable,
        code,
        study_id: studyId ?? null,
        parameters: jsonb(parameters),
        files: jsonb(files),
        state,
        at,
        decided_at: null,
        reason: null,
      })),
    )
    .execute()
  const kinds = aside.map(({ what, code }) => ({ kind: { category, what, code, state } as const, by: 1 as const }))
  await countQuarantined(transaction, kinds)
}
