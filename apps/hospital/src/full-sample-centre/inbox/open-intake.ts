import type { Clock, Provenance, Random } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { enterIntake } from '../pipeline/enter-intake.ts'

/** The listener's open intake of a title, locked for the transaction; begun if there is none. */
export async function openIntakeOf(
  transaction: HospitalDb,
  surroundings: { clock: Clock; random: Random },
  { title, category, provenance }: { title: string; category: string; provenance: Provenance },
): Promise<string> {
  const open = await transaction
    .selectFrom('intake_runs')
    .select('id')
    .where('way', '=', 'listener')
    .where('source', '=', title)
    .where('category', '=', category)
    .where('provenance', '=', provenance)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst()
  if (open) return open.id
  const intake = { way: 'listener', source: title, category, provenance, namesAreNeutral: false } as const
  return enterIntake(transaction, surroundings, intake)
}
