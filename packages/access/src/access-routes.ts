import {
  type Account,
  AssayError,
  type Clock,
  credentials,
  currentSession,
  invitation,
  invitationAcceptance,
  invitationRequest,
  type Random,
  type Role,
  session,
} from '@assay/contracts'
import { answers, answersNothing, createRoute, type HttpEnv, jsonBody, type Router, z } from '@assay/http'
import { inTransaction } from '@assay/store'
import type { Context } from 'hono'
import type { AccessDb } from './access-store.ts'
import { type FirstInvitation, withdrawFirstInvitation } from './first-invitation.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { acceptInvitation, invite } from './invitations.ts'
import type { RecordAct } from './record-act.ts'
import { assertSameOrigin, type SessionCookie } from './session-cookie.ts'
import { beginSession, endSession } from './sessions.ts'

interface Parts {
  readonly db: AccessDb
  readonly clock: Clock
  readonly random: Random
  readonly cookie: SessionCookie
  readonly provider: IdentityProvider
  readonly publicUrl: () => string
  readonly invites: Partial<Record<Role, readonly Role[]>>
  readonly firstInvitation: FirstInvitation
  readonly record: RecordAct
}

const tags = ['access']

const acceptRoute = createRoute({
  method: 'post',
  path: '/api/access/invitations/accept',
  operationId: 'acceptInvitation',
  tags,
  // The password's own rule is checked by the use case, so that its refusal says what is wanted.
  request: jsonBody(invitationAcceptance.extend({ password: z.string().max(200) })),
  responses: answers(session),
})

const logInRoute = createRoute({
  method: 'post',
  path: '/api/access/session',
  operationId: 'logIn',
  tags,
  request: jsonBody(credentials),
  responses: answers(session),
})

const currentRoute = createRoute({
  method: 'get',
  path: '/api/access/session',
  operationId: 'readSession',
  tags,
  responses: answers(currentSession),
})

const logOutRoute = createRoute({
  method: 'delete',
  path: '/api/access/session',
  operationId: 'logOut',
  tags,
  responses: answersNothing,
})

const inviteRoute = createRoute({
  method: 'post',
  path: '/api/access/invitations',
  operationId: 'invite',
  tags,
  request: jsonBody(invitationRequest),
  responses: answers(invitation),
})

/** Adds the routes of access. They need `identify` before them. */
export function addAccessRoutes(router: Router, parts: Parts): void {
  const { db, clock, random, cookie, provider, record } = parts
  const enter = async (c: Context, account: Account) => {
    const begun = await beginSession(db, account, clock, random)
    cookie.write(c, begun.token)
    return begun
  }
  router.openapi(acceptRoute, async (c) => {
    assertNotForeign(c, parts)
    const account = await acceptInvitation(db, c.req.valid('json'), clock, random, record)
    await withdrawFirstInvitation(parts.firstInvitation)
    return c.json(await enter(c, account), 200)
  })
  router.openapi(logInRoute, async (c) => {
    assertNotForeign(c, parts)
    return c.json(await enter(c, await provider.authenticate(c.req.valid('json'))), 200)
  })
  router.openapi(currentRoute, (c) => c.json({ account: loggedIn(c) }, 200))
  router.openapi(logOutRoute, async (c) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? cookie.read(c)
    if (token !== undefined) await endSession(db, token)
    cookie.remove(c)
    return c.body(null, 204)
  })
  router.openapi(inviteRoute, async (c) => {
    const request = c.req.valid('json')
    const { id, role } = loggedIn(c)
    if (!parts.invites[role]?.includes(request.role)) throw new AssayError('not-allowed', { role: 'operator, steward' })
    const made = await inTransaction(db, async (transaction) => {
      await record(transaction, { type: 'invitation-made', at: clock(), subject: { role: request.role }, actor: id })
      return invite(transaction, { ...request, invitedBy: id }, clock, random)
    })
    return c.json(made, 200)
  })
}

/** Another site must not log a browser in as somebody else. */
function assertNotForeign(c: Context, { publicUrl }: Parts): void {
  if (c.req.header('origin') !== undefined) assertSameOrigin(c, publicUrl)
}

function loggedIn(c: Context<HttpEnv>): Account {
  const { account } = c.var
  if (!account) throw new AssayError('not-logged-in')
  return account
}
