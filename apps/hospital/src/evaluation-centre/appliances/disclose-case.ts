import { AssayError } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256OfJson } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { lockEvaluation } from '../evaluation-store.ts'

/**
 * Enters into the exposure ledger that a case is shown to the vendor, with the UIDs that it will be known by, in one transaction and
 * before the first byte leaves. Done before, it stays as it is. The log holds a commitment to case and run, which only the node can open.
 * Throws `state-conflict` where the run is no longer wanted.
 */
export async function discloseCase(
  hospital: Hospital,
  { id: evaluation_id, protocol }: EvaluationRow,
  { caseId: case_id, secret, uids }: { caseId: string; secret: string; uids: readonly string[] },
): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const { state } = await lockEvaluation(transaction, evaluation_id)
    if (state !== 'running') throw new AssayError('state-conflict', { what: 'evaluation', state })
    const shown = { evaluation_id, case_id }
    const disclosed = await transaction
      .insertInto('appliance_cases')
      .values({ ...shown, disclosed_at: at.toISOString(), attempts: 0, sent_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .returning('case_id')
      .execute()
    if (disclosed.length === 0) return
    for (const uid of uids)
      await transaction
        .insertInto('appliance_uids')
        .values({ uid, ...shown })
        .execute()
    const { vendor } = protocol.device
    await transaction
      .insertInto('disclosures')
      .values({ vendor, ...shown, at: at.toISOString() })
      .execute()
    const caseCommitment = sha256OfJson({ secret, caseId: case_id })
    const subject = { evaluationId: evaluation_id, vendorHash: sha256OfJson(vendor), caseCommitment }
    await append(transaction, { type: 'case-disclosed', at, subject }, hospital.random)
  })
}

/** How many cases of a set were disclosed to a vendor by other evaluations than this one. */
export async function countDisclosedBefore(
  db: HospitalDb,
  { id, test_set_id, protocol }: Pick<EvaluationRow, 'id' | 'test_set_id' | 'protocol'>,
): Promise<number> {
  const { cases } = await db
    .selectFrom('disclosures as shown')
    .innerJoin('test_set_cases as member', 'member.case_id', 'shown.case_id')
    .select((build) => build.fn.count<number>('shown.case_id').distinct().as('cases'))
    .where('member.test_set_id', '=', test_set_id)
    .where('shown.vendor', '=', protocol.device.vendor)
    .where('shown.evaluation_id', '!=', id)
    .executeTakeFirstOrThrow()
  return Number(cases)
}

/** How many cases an evaluation disclosed. */
export async function countDisclosed(db: HospitalDb, evaluationId: string): Promise<number> {
  const { cases } = await db
    .selectFrom('disclosures')
    .select((build) => build.fn.countAll<number>().as('cases'))
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirstOrThrow()
  return Number(cases)
}
