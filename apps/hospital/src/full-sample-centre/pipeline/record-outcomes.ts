import type { Clock } from '@assay/contracts'
import { givenRows } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { FullSampleTables } from '../full-sample-tables.ts'

type OutcomeRow = FullSampleTables['intake_outcomes']

/** What became of something of an intake. */
export type Outcome = Omit<OutcomeRow, 'intake_id'>

/**
 * Enters outcomes of an intake and counts them, each once: of something whose outcome is known nothing changes. Gives the items
 * that were entered.
 */
export async function recordOutcomes(
  transaction: HospitalDb,
  clock: Clock,
  intakeId: string,
  outcomes: readonly Outcome[],
  bytes: number,
): Promise<ReadonlySet<string>> {
  if (outcomes.length === 0) return new Set()
  const rows = outcomes.map((one) => ({ intake_id: intakeId, ...one }))
  const given = givenRows(rows, { intake_id: 'uuid', item: 'text', outcome: 'text', case_id: 'uuid' })
  const entered = await transaction
    .insertInto('intake_outcomes')
    .columns(given.columns)
    .expression(given.rows)
    .onConflict((conflict) => conflict.columns(['intake_id', 'item']).doNothing())
    .returning(['item', 'outcome'])
    .execute()
  const count = (outcome: OutcomeRow['outcome']) => entered.filter((one) => one.outcome === outcome).length
  await transaction
    .updateTable('intake_runs')
    .set((build) => ({
      accepted: build('accepted', '+', count('accepted')),
      known: build('known', '+', count('known')),
      quarantined: build('quarantined', '+', count('quarantined')),
      bytes: build('bytes', '+', bytes),
      changed_at: clock().toISOString(),
      failure: null,
    }))
    .where('id', '=', intakeId)
    .execute()
  return new Set(entered.map(({ item }) => item))
}
