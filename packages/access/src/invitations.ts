import {
  type Account,
  AssayError,
  type Clock,
  type Invitation,
  type invitationAcceptance,
  type Random,
  type Role,
} from '@assay/contracts'
import type { z } from '@assay/http'
import { inTransaction, newId } from '@assay/store'
import { type AccessDb, accountFrom, findAccountByName } from './access-store.ts'
import { hashPassword } from './password-hash.ts'
import { assertStrong } from './password-strength.ts'
import type { RecordAct } from './record-act.ts'
import { hashSecret, newSecret } from './secrets.ts'

const day = 24 * 60 * 60 * 1000
/** How long an invitation waits to be accepted. */
const invitationDays = 14

/** Invites somebody to a role. The code is told once; only its hash is kept. */
export async function invite(
  db: AccessDb,
  request: { role: Role; organisation: string; invitedBy: string | null },
  clock: Clock,
  random: Random,
): Promise<Invitation> {
  const code = newSecret(random)
  const { role, organisation } = request
  const expiresAt = new Date(clock().getTime() + invitationDays * day).toISOString()
  await db
    .insertInto('access_invitations')
    .values({
      code_hash: hashSecret(code),
      role,
      organisation,
      invited_by: request.invitedBy,
      expires_at: expiresAt,
      accepted_at: null,
    })
    .execute()
  return { code, role, organisation, expiresAt }
}

/** Whether a code still opens the door. */
export async function isOpen(db: AccessDb, code: string, clock: Clock): Promise<boolean> {
  const found = await db
    .selectFrom('access_invitations')
    .select('code_hash')
    .where('code_hash', '=', hashSecret(code))
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', clock().toISOString())
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Turns an invitation into an account, once. Throws `invitation-invalid` (unknown, used or expired: no difference is
 * shown), `account-exists`, `password-too-weak`.
 */
export async function acceptInvitation(
  db: AccessDb,
  acceptance: z.infer<typeof invitationAcceptance>,
  clock: Clock,
  random: Random,
  record: RecordAct,
): Promise<Account> {
  if (!(await isOpen(db, acceptance.code, clock))) throw new AssayError('invitation-invalid')
  assertStrong(acceptance.password, acceptance.name)
  const passwordHash = await hashPassword(acceptance.password, random)
  return inTransaction(db, async (transaction) => {
    const at = clock()
    const { role, organisation } = await useUp(transaction, acceptance.code, at)
    if (await findAccountByName(transaction, acceptance.name)) throw new AssayError('account-exists')
    const row = {
      id: newId(clock, random),
      name: acceptance.name,
      display_name: acceptance.displayName,
      organisation,
      role,
      password_hash: passwordHash,
      created_at: at.toISOString(),
    }
    await transaction.insertInto('access_accounts').values(row).execute()
    await record(transaction, { type: 'account-created', at, subject: { role }, actor: row.id })
    return accountFrom(row)
  })
}

async function useUp(db: AccessDb, code: string, at: Date): Promise<{ role: Role; organisation: string }> {
  const used = await db
    .updateTable('access_invitations')
    .set({ accepted_at: at.toISOString() })
    .where('code_hash', '=', hashSecret(code))
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .returning(['role', 'organisation'])
    .executeTakeFirst()
  if (!used) throw new AssayError('invitation-invalid')
  return used
}
