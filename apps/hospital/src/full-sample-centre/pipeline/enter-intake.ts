import type { Account, Clock, IntakeWay, Provenance, PullRequest, Random } from '@assay/contracts'
import { append } from '@assay/ledger'
import { jsonb, newId } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/** An intake that is to begin. */
export interface NewIntake {
  readonly id?: string
  readonly way: IntakeWay
  readonly source: string
  readonly category: string
  readonly provenance: Provenance
  readonly namesAreNeutral?: boolean | undefined
  /** Who starts it; left out for what comes by itself. */
  readonly account?: Account
  readonly found?: number
  readonly pull?: PullRequest
  readonly watchedId?: string
}

/** Enters an intake within a transaction; gives its id. */
export async function enterIntake(
  transaction: HospitalDb,
  { clock, random }: { clock: Clock; random: Random },
  intake: NewIntake,
): Promise<string> {
  const { id = newId(clock, random), way, source, category, provenance, account, found = 0 } = intake
  const at = clock()
  await transaction
    .insertInto('intake_runs')
    .values({
      id,
      way,
      source,
      category,
      provenance,
      state: 'running',
      found,
      names_are_neutral: intake.namesAreNeutral ?? provenance !== 'patients',
      accepted: 0,
      known: 0,
      quarantined: 0,
      bytes: 0,
      started_by: account?.id ?? null,
      started_at: at.toISOString(),
      changed_at: at.toISOString(),
      finished_at: null,
      failure: null,
      pull: intake.pull ? jsonb(intake.pull) : null,
      watched_id: intake.watchedId ?? null,
    })
    .execute()
  const subject = { intakeId: id, way, category, provenance, found }
  const actor = account ? { actor: account.id } : {}
  await append(transaction, { type: 'intake-started', at, subject, ...actor }, random)
  return id
}
