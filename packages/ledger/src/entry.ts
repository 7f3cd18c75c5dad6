import { createHash } from 'node:crypto'
import { AssayError, instant, sha256Hex, slug, uuid } from '@assay/contracts'
import { canonicalJson } from '@assay/signing'
import { z } from 'zod'

/** What an act was about: ids, hashes, versions, counts, machine names. Nothing a person wrote fits. */
const subject = z.record(
  z.string().regex(/^[a-z][a-zA-Z0-9]{0,63}$/),
  z.union([uuid, sha256Hex, slug, instant, z.int(), z.boolean()]),
)

/**
 * One line of the log. `type` names the act (`protocol-locked`); `actor` commits to who did it (`commitmentTo`) and is
 * absent where a program acted by itself.
 */
export const ledgerEntrySchema = z.strictObject({
  schema: z.literal('assay.ledger-entry/1'),
  type: slug,
  at: instant,
  subject,
  actor: sha256Hex.optional(),
})

/** One line of the log. */
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

/** An act as it is handed to the log: `actor` is an account's id, which the log itself never holds. */
export interface Act {
  readonly type: string
  readonly at: Date
  readonly subject: LedgerEntry['subject']
  readonly actor?: string
}

/** The commitment to an actor: SHA-256 over 32 random bytes and the id. Without the salt it says nothing. */
export function commitmentTo(actor: string, salt: Uint8Array): string {
  return createHash('sha256').update(salt).update(actor).digest('hex')
}

/** The canonical text of an act's entry. Throws `input-invalid` if the act holds more than ids, hashes and counts. */
export function entryText({ type, at, subject }: Act, actor: string | undefined): string {
  const entry = { schema: 'assay.ledger-entry/1', type, at: at.toISOString(), subject, ...(actor ? { actor } : {}) }
  const parsed = ledgerEntrySchema.safeParse(entry)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AssayError('input-invalid', { where: issue?.path.join('.') ?? '', what: issue?.code ?? '' })
  }
  return canonicalJson(parsed.data)
}
