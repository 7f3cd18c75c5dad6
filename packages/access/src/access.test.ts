import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, serve, silentLogger } from '@assay/http'
import { describeStores, type OpenTestStore } from '@assay/store/testing'
import { afterEach, expect, test } from 'vitest'
import { type AccessTables, accessMigrations } from './access-store.ts'
import { openAccess } from './open-access.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface Answer {
  status: number
  body: { token: string; code: string; error: { code: string }; account: { role: string } }
  cookie: string | undefined
}

async function start(open: OpenTestStore) {
  const store = await open<AccessTables>(accessMigrations)
  const directory = mkdtempSync(join(tmpdir(), 'assay-access-'))
  cleanups.push(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'first-invitation')
  const time = { now: Date.parse('2026-11-23T08:00:00.000Z') }
  const acts: string[] = []
  let url = 'http://127.0.0.1'
  const access = await openAccess({
    db: store.db,
    clock: () => new Date(time.now),
    random: randomBytes,
    log: silentLogger(),
    cookieName: 'assay-session-test',
    publicUrl: () => url,
    invites: { operator: ['vendor'] },
    firstInvitation: { file, role: 'operator', organisation: 'Test Centre' },
    record: async (_transaction, act) => void acts.push(act.type),
  })
  const app = createApp({ title: 'Test', version: '1', log: silentLogger(), random: randomBytes })
  app.use('/api/*', access.identify)
  app.route('/', access.routes)
  app.get('/api/vendors-only', access.requireRole('vendor'), (c) => c.json({}))
  const served = await serve({ app, host: '127.0.0.1', port: 0 })
  cleanups.push(() => served.close(0))
  url = served.url
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const cookie = response.headers.get('set-cookie')?.split(';')[0]
    return { status: response.status, body: text ? JSON.parse(text) : {}, cookie } as Answer
  }
  return { call, file, time, url, acts, store }
}

const operator = { name: 'operator@centre.example', displayName: 'Wen Jun', password: 'correct horse battery' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function enter({ call, file }: Awaited<ReturnType<typeof start>>) {
  const code = readFileSync(file, 'utf8').trim()
  return call('POST', '/access/invitations/accept', { ...operator, code })
}

describeStores('access', (open) => {
  test('the first invitation is for its owner alone, opens once, and goes', async () => {
    const hub = await start(open)
    expect(statSync(hub.file).mode & 0o777).toBe(0o600)
    const code = readFileSync(hub.file, 'utf8').trim()
    const first = await enter(hub)
    expect(first).toMatchObject({ status: 200, body: { account: { role: 'operator' } } })
    expect(existsSync(hub.file)).toBe(false)
    const again = await hub.call('POST', '/access/invitations/accept', { ...operator, name: 'someone', code })
    expect(again).toMatchObject({ status: 403, body: { error: { code: 'invitation-invalid' } } })
    expect(hub.acts).toEqual(['account-created'])
  })

  test('two people with one code at the same instant: one comes in', async () => {
    const hub = await start(open)
    const code = readFileSync(hub.file, 'utf8').trim()
    const accept = (name: string) => hub.call('POST', '/access/invitations/accept', { ...operator, name, code })
    const statuses = (await Promise.all([accept('one'), accept('two')])).map((answer) => answer.status)
    expect(statuses.sort()).toEqual([200, 403])
  })

  test('roles: an operator invites a vendor, not a steward; a vendor invites nobody', async () => {
    const hub = await start(open)
    const { token } = (await enter(hub)).body
    const request = (role: string) => ({ role, organisation: 'Example Vendor' })
    const made = await hub.call('POST', '/access/invitations', request('vendor'), bearer(token))
    expect(made.status).toBe(200)
    const forbidden = await hub.call('POST', '/access/invitations', request('steward'), bearer(token))
    expect(forbidden).toMatchObject({ status: 403, body: { error: { code: 'not-allowed' } } })
    const vendor = { ...operator, name: 'vendor@vendor.example', code: made.body.code }
    const entered = await hub.call('POST', '/access/invitations/accept', vendor)
    const asVendor = bearer(entered.body.token)
    expect((await hub.call('POST', '/access/invitations', request('vendor'), asVendor)).status).toBe(403)
    expect((await hub.call('GET', '/vendors-only', undefined, asVendor)).status).toBe(200)
    expect((await hub.call('GET', '/vendors-only', undefined, bearer(token))).status).toBe(403)
    expect((await hub.call('GET', '/vendors-only')).status).toBe(401)
  })

  test('a weak password is refused and the invitation stays open', async () => {
    const hub = await start(open)
    const code = readFileSync(hub.file, 'utf8').trim()
    for (const password of ['short', 'aaaaaaaaaaaaaaaa', 'operator-operator']) {
      const refused = await hub.call('POST', '/access/invitations/accept', { ...operator, code, password })
      expect(refused).toMatchObject({ status: 400, body: { error: { code: 'password-too-weak' } } })
    }
    expect((await enter(hub)).status).toBe(200)
  })

  test('failed log-ins make the name wait, and the right password then too; after the wait it opens', async () => {
    const hub = await start(open)
    await enter(hub)
    const logIn = (password: string) => hub.call('POST', '/access/session', { name: operator.name, password })
    const wrong = await Promise.all(Array.from({ length: 7 }, () => logIn('wrong')))
    expect(wrong.map((answer) => answer.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(await logIn(operator.password)).toMatchObject({
      status: 429,
      body: { error: { code: 'too-many-attempts', parameters: { seconds: 30 } } },
    })
    hub.time.now += 31_000
    expect((await logIn(operator.password)).status).toBe(200)
    expect((await logIn('wrong')).status).toBe(401)
  })

  test('an unknown name looks like a wrong password', async () => {
    const hub = await start(open)
    const answer = await hub.call('POST', '/access/session', { name: 'nobody', password: 'x' })
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'credentials-wrong' } } })
  })

  test('a session slides with use, ends idle, and ends at log-out', async () => {
    const hub = await start(open)
    const { token } = (await enter(hub)).body
    const status = async () => (await hub.call('GET', '/access/session', undefined, bearer(token))).status
    for (let visits = 0; visits < 3; visits += 1) {
      hub.time.now += 7 * 3600_000
      expect(await status()).toBe(200)
    }
    hub.time.now += 8 * 3600_000 + 1
    expect(await status()).toBe(401)
    const second = await hub.call('POST', '/access/session', { name: operator.name, password: operator.password })
    const headers = bearer(second.body.token)
    expect((await hub.call('DELETE', '/access/session', undefined, headers)).status).toBe(204)
    expect((await hub.call('GET', '/access/session', undefined, headers)).status).toBe(401)
  })

  test('a cookie changes things only from its own origin', async () => {
    const hub = await start(open)
    const cookie = (await enter(hub)).cookie!
    const request = { role: 'vendor', organisation: 'Example Vendor' }
    const from = (origin?: string) =>
      hub.call('POST', '/access/invitations', request, { cookie, ...(origin ? { origin } : {}) })
    expect((await from(hub.url)).status).toBe(200)
    expect((await from('http://127.0.0.1:1')).status).toBe(403)
    expect((await from()).status).toBe(403)
    expect((await hub.call('GET', '/access/session', undefined, { cookie })).status).toBe(200)
  })

  test('no table holds a password, a code or a token', async () => {
    const hub = await start(open)
    const code = readFileSync(hub.file, 'utf8').trim()
    const { token } = (await enter(hub)).body
    const tables = ['access_accounts', 'access_invitations', 'access_sessions'] as const
    const rows = await Promise.all(tables.map((table) => hub.store.db.selectFrom(table).selectAll().execute()))
    for (const secret of [code, token, operator.password]) expect(JSON.stringify(rows)).not.toContain(secret)
  })
})
