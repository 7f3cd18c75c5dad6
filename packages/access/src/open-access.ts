import { type Account, AssayError, type Clock, type Random, type Role } from '@assay/contracts'
import { createRouter, type HttpEnv, type Logger, type Router } from '@assay/http'
import type { Kysely } from '@assay/store'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { addAccessRoutes } from './access-routes.ts'
import type { AccessDb } from './access-store.ts'
import { type FirstInvitation, offerFirstInvitation } from './first-invitation.ts'
import { localAccounts } from './identity-provider.ts'
import type { RecordAct } from './record-act.ts'
import { assertSameOrigin, sessionCookie } from './session-cookie.ts'
import { findSession } from './sessions.ts'

/** What access to a program is made of. */
export interface AccessDescription<Tables> {
  /** A database with `accessMigrations`. */
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** One for each program and place: browsers share cookies between the ports of a host. */
  readonly cookieName: string
  /** The program's address as browsers see it. */
  readonly publicUrl: () => string
  /** Role → roles that it may invite. */
  readonly invites: Partial<Record<Role, readonly Role[]>>
  readonly firstInvitation: FirstInvitation
  /** Writes acts of access to the program's log. */
  readonly record?: RecordAct
}

/** Who may do what, for the routes of a program. */
export interface Access {
  readonly routes: Router
  /** Finds out who asks, from a bearer's token or the cookie; use it before all routes. */
  readonly identify: MiddlewareHandler<HttpEnv>
  /** Refuses whoever is not logged in (`not-logged-in`). */
  readonly requireAccount: MiddlewareHandler<HttpEnv>
  /** Refuses whoever has none of these roles (`not-logged-in`, `not-allowed`). */
  readonly requireRole: (...roles: readonly Role[]) => MiddlewareHandler<HttpEnv>
}

/** Opens the door of a program: its accounts, sessions and routes. Offers the first invitation while nobody is there. */
export async function openAccess<Tables>(description: AccessDescription<Tables>): Promise<Access> {
  const { clock, random, log, publicUrl, firstInvitation, invites, record = async () => {} } = description
  const db = description.db as unknown as AccessDb
  const cookie = sessionCookie(description.cookieName, publicUrl)
  const provider = localAccounts(db, clock, random)
  if (await offerFirstInvitation(db, firstInvitation, clock, random)) {
    log.info({ file: firstInvitation.file, role: firstInvitation.role }, 'first invitation')
  }
  const identify = createMiddleware<HttpEnv>(async (c, next) => {
    const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const token = bearer ?? cookie.read(c)
    const account = token === undefined ? undefined : await findSession(db, token, clock)
    if (account && bearer === undefined) assertSameOrigin(c, publicUrl)
    c.set('account', account)
    await next()
  })
  const requireRole = (...roles: readonly Role[]) =>
    createMiddleware<HttpEnv>(async (c, next) => {
      if (!roles.includes(accountOf(c).role)) throw new AssayError('not-allowed', { role: roles.join(', ') })
      await next()
    })
  const requireAccount = createMiddleware<HttpEnv>(async (c, next) => {
    accountOf(c)
    await next()
  })
  const routes = createRouter()
  addAccessRoutes(routes, { db, clock, random, cookie, provider, publicUrl, invites, firstInvitation, record })
  return { routes, identify, requireAccount, requireRole }
}

/** Who asks. Throws `not-logged-in`. */
export function accountOf(c: Context<HttpEnv>): Account {
  const { account } = c.var
  if (!account) throw new AssayError('not-logged-in')
  return account
}
