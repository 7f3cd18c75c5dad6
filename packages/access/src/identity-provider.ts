import { type Account, AssayError, type Clock, type Credentials, type Random } from '@assay/contracts'
import { type AccessDb, accountFrom, findAccountByName } from './access-store.ts'
import { countAttempt, forgetFailures } from './failed-attempts.ts'
import { isPassword } from './password-hash.ts'

/** Who says who a person is. Another provider (OpenID Connect) takes the place of this one or stands beside it. */
export interface IdentityProvider {
  readonly id: string
  /** The account of who holds these credentials. Throws `credentials-wrong`, `too-many-attempts` (`seconds`). */
  readonly authenticate: (credentials: Credentials) => Promise<Account>
}

/** Accounts with passwords, kept here. */
export function localAccounts(db: AccessDb, clock: Clock, random: Random): IdentityProvider {
  return {
    id: 'local-accounts',
    authenticate: async ({ name, password }) => {
      const attempt = await countAttempt(db, name, clock, random)
      const row = await findAccountByName(db, name)
      if (!(await isPassword(password, row?.password_hash)) || !row) throw new AssayError('credentials-wrong')
      await forgetFailures(db, attempt)
      return accountFrom(row)
    },
  }
}
