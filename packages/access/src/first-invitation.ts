import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Clock, Random, Role } from '@assay/contracts'
import { type AccessDb, hasAccounts } from './access-store.ts'
import { invite, isOpen } from './invitations.ts'

/** Where the first invitation lies, and to what it invites. */
export interface FirstInvitation {
  readonly file: string
  readonly role: Role
  readonly organisation: string
}

/**
 * While nobody has an account, keeps an open invitation in a file that only its owner may read; removes the file
 * otherwise. Gives whether there is one.
 */
export async function offerFirstInvitation(
  db: AccessDb,
  { file, role, organisation }: FirstInvitation,
  clock: Clock,
  random: Random,
): Promise<boolean> {
  if (await hasAccounts(db)) {
    await rm(file, { force: true })
    return false
  }
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known && (await isOpen(db, known.trim(), clock))) return true
  const { code } = await invite(db, { role, organisation, invitedBy: null }, clock, random)
  await writeFile(`${file}.draft`, `${code}\n`, { mode: 0o600 })
  await rename(`${file}.draft`, file)
  return true
}

/** Removes the first invitation once an account exists. */
export async function withdrawFirstInvitation({ file }: FirstInvitation): Promise<void> {
  await rm(file, { force: true })
}
