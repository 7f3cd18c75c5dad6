import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { ListenerSettings, ListenerStatus } from '@assay/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Authority, openAuthority, selfSigned } from '../../testing/authority.ts'
import { hasProgram, runProgram } from '../../testing/dicom-programs.ts'
import { ctSlice } from '../../testing/slices.ts'
import { startHospital, type TestHospital, testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'
import { createListener } from './dicom-listener.ts'

const { folder, remove } = testFolder()
const own = join(folder, 'listener')
const slice = join(folder, 'slice.dcm')
const hasPrograms = ['storescu', 'openssl'].every(hasProgram)

let hospital: TestHospital
let authority: Authority
let port = ''

const settings: ListenerSettings = {
  enabled: true,
  host: '127.0.0.1',
  port: 0,
  tls: true,
  titles: [{ aeTitle: 'ASSAY_LUNG', category: 'lung-ct', provenance: 'patients' }],
  peers: [{ aeTitle: 'SCANNER', address: '127.0.0.1', commitment: null }],
}

async function listen(changes: Partial<ListenerSettings> = {}): Promise<void> {
  const status = await hospital.steward.put<ListenerStatus>('/listener', { ...settings, ...changes })
  expect(status.failure).toBeNull()
  port = String(status.listening)
}

beforeAll(async () => {
  if (!hasPrograms) return
  hospital = await startHospital(folder)
  authority = openAuthority(join(folder, 'authority'))
  mkdirSync(own, { recursive: true })
  const { key, certificate } = authority.issue('server')
  copyFileSync(key, join(own, 'key.pem'))
  copyFileSync(certificate, join(own, 'certificate.pem'))
  copyFileSync(authority.certificate, join(own, 'authorities.pem'))
  writeFileSync(slice, ctSlice({ slice: 1 }))
  await listen()
}, 60_000)
afterAll(async () => {
  await hospital?.stop()
  remove()
})

interface Pair {
  readonly key: string
  readonly certificate: string
}

const called = ['-aet', 'SCANNER', '-aec', 'ASSAY_LUNG']
const to = () => ['127.0.0.1', port, slice]
/** dcmtk does not look at the listener's certificate here: what is tried is whether the listener looks at its. */
const send = ({ key, certificate }: Pair, titles = called) =>
  runProgram('storescu', ['+tls', key, certificate, '-ic', ...titles, ...to()])

async function received(): Promise<number> {
  const { senders } = await hospital.steward.get<ListenerStatus>('/listener')
  return senders.reduce((sum, { objects }) => sum + objects, 0)
}

/** What the steward sees of the newest caller that was sent away. */
const lastRefusal = (why: string) =>
  until(`a refusal: ${why}`, async () => {
    const { refusals } = await hospital.steward.get<ListenerStatus>('/listener')
    return refusals[0]?.why === why ? refusals[0] : undefined
  })

describe.skipIf(!hasPrograms)('a listener with TLS (needs dcmtk and openssl)', () => {
  test.each<[string, string, () => Pair]>([
    [
      'expired',
      'certificate-expired',
      () => authority.issue('old', { from: '20240101000000Z', to: '20250101000000Z' }),
    ],
    [
      'not valid yet',
      'certificate-early',
      () => authority.issue('new', { from: '20480101000000Z', to: '20490101000000Z' }),
    ],
    [
      'of another authority of the same name',
      'certificate-unknown',
      () => openAuthority(join(folder, 'other')).issue('SCANNER'),
    ],
    ['signed by itself, with the right name', 'certificate-unknown', () => selfSigned(folder, 'localhost')],
    ['of a key of 1,024 bits', 'certificate-weak', () => authority.issue('weak', { bits: 1024 })],
    ['made for servers alone', 'certificate-unfit', () => authority.issue('unfit', { purpose: 'serverAuth' })],
  ])('takes nothing from a sender whose certificate is %s, and says so: %s', async (_, why, make) => {
    const before = await received()
    expect((await send(make())).status).not.toBe(0)
    expect(await lastRefusal(why)).toMatchObject({ calling: '', called: '', address: '127.0.0.1' })
    expect(await received()).toBe(before)
  })

  test('takes nothing from a sender without a certificate, in the clear, or by versions and ciphers that are broken', async () => {
    const before = await received()
    const anonymous = await runProgram('storescu', ['+tla', '-ic', ...called, ...to()])
    expect(anonymous.status).not.toBe(0)
    await lastRefusal('certificate-none')
    expect((await runProgram('storescu', [...called, ...to()])).status).not.toBe(0)
    await lastRefusal('tls-none')
    const { key, certificate } = authority.issue('sound')
    for (const words of [
      ['-tls1'],
      ['-tls1_1'],
      ...['aNULL', 'eNULL', 'RC4', '3DES'].map((cipher) => ['-tls1_2', '-cipher', `${cipher}:@SECLEVEL=0`]),
    ]) {
      const offered = words.includes('-cipher') ? words : [...words, '-cipher', 'ALL:@SECLEVEL=0']
      // A cipher that openssl itself has no more can not be offered.
      if (!isKnown(offered.at(-1)!)) continue
      const place = ['-connect', `127.0.0.1:${port}`, '-cert', certificate, '-key', key]
      const { status, said } = await runProgram('openssl', ['s_client', ...place, ...offered])
      expect(status, offered.join(' ')).not.toBe(0)
      expect(said).toMatch(/Cipher is \(NONE\)/)
      await lastRefusal('tls-old')
    }
    expect(await received()).toBe(before)
  })

  test('a sender with a sound certificate and a title or address that is not on the list is sent away all the same', async () => {
    const sound = authority.issue('sender')
    const before = await received()
    expect((await send(sound, ['-aet', 'STRANGER', '-aec', 'ASSAY_LUNG'])).status).not.toBe(0)
    expect(await lastRefusal('calling')).toMatchObject({ calling: 'STRANGER' })
    expect((await send(sound, ['-aet', 'SCANNER', '-aec', 'OTHER'])).status).not.toBe(0)
    expect(await lastRefusal('called')).toMatchObject({ called: 'OTHER' })
    expect(await received()).toBe(before)
    expect(await send(sound)).toMatchObject({ status: 0 })
    expect(await received()).toBe(before + 1)
  })

  test('takes nothing from a sender whose certificate its authority took back, once the list of those is there', async () => {
    const [lost, kept] = [authority.issue('lost'), authority.issue('kept')]
    expect(await send(lost)).toMatchObject({ status: 0 })
    copyFileSync(authority.revoke(lost.certificate), join(own, 'revoked.pem'))
    await listen()
    const before = await received()
    expect((await send(lost)).status).not.toBe(0)
    await lastRefusal('certificate-revoked')
    expect(await send(kept)).toMatchObject({ status: 0 })
    expect(await received()).toBe(before + 1)
    // A list that can't be read lets nobody in, and says so.
    writeFileSync(join(own, 'revoked.pem'), 'no list')
    const status = await hospital.steward.put<ListenerStatus>('/listener', settings)
    expect(status).toMatchObject({ listening: null, failure: { code: 'listener-certificate-unusable' } })
    rmSync(join(own, 'revoked.pem'))
    await listen()
  })

  test('TLS to a listener in the clear comes to nothing', async () => {
    await listen({ tls: false })
    const before = await received()
    const sound = authority.issue('early-bird')
    expect((await send(sound)).status).not.toBe(0)
    expect(await runProgram('storescu', [...called, ...to()])).toMatchObject({ status: 0 })
    expect(await received()).toBe(before + 1)
    await listen()
  })

  test('a handshake that stalls is ended, and keeps nobody waiting', async () => {
    const listener = createListener(
      own,
      {
        clock: () => new Date(0),
        newDraft: () => join(folder, 'draft'),
        keep: () => Promise.reject(new Error('not sent')),
        askCommitment: () => Promise.reject(new Error('not asked')),
        onFault: () => undefined,
      },
      { association: 1500 },
    )
    await listener.apply(settings)
    const { listening } = await listener.status()
    const stalled = connect(listening!, '127.0.0.1')
    stalled.on('error', () => undefined).resume()
    // The head of a record of TLS, and nothing of what it announces.
    stalled.write(Buffer.from('1603010200', 'hex'))
    const closed = once(stalled, 'close')
    const sound = authority.issue('prompt')
    const echo = ['+tls', sound.key, sound.certificate, '-ic', ...called, '127.0.0.1', `${listening}`]
    await until('an answer to somebody else', async () => (await runProgram('echoscu', echo)).status === 0 || undefined)
    await closed
    const why = await until('the refusal', async () => (await listener.status()).refusals[0]?.why)
    expect(why).toBe('tls-unfinished')
    await listener.close()
  })
})

/** Whether this openssl can offer a list of ciphers. */
function isKnown(ciphers: string): boolean {
  try {
    return execFileSync('openssl', ['ciphers', '-tls1_2', ciphers], { stdio: 'pipe' }).length > 1
  } catch {
    return false
  }
}
