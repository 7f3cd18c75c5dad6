import type { Account, IntakeRun, PullRequest } from '@assay/contracts'
import type { Hospital } from '../../hospital.ts'
import { beginIntake } from '../pipeline/begin-intake.ts'
import { readPacs } from './pacs-store.ts'

/** Starts to fetch studies from a PACS. Throws `not-found`. */
export async function startPull(hospital: Hospital, account: Account, asked: PullRequest): Promise<IntakeRun> {
  const { settings } = await readPacs(hospital, asked.pacs)
  const { name, category, provenance } = settings
  return beginIntake(hospital, {
    way: 'pull',
    source: name,
    category,
    provenance,
    namesAreNeutral: false,
    account,
    pull: asked,
  })
}
