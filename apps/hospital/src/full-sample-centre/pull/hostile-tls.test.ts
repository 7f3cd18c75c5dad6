import { once } from 'node:events'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { Server as NetServer } from 'node:net'
import { join } from 'node:path'
import type { IntakeRun } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Authority, openAuthority, readPair, selfSigned } from '../../testing/authority.ts'
import { hasProgram } from '../../testing/dicom-programs.ts'
import { startHospital, type TestHospital, testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const { folder, remove } = testFolder()
const servers: NetServer[] = []
let hospital: TestHospital
let authority: Authority
/** What a PACS was told before it had shown who it is: nothing, if all is well. */
let told = 0

beforeAll(async () => {
  hospital = await startHospital(folder)
  if (hasProgram('openssl')) authority = openAuthority(join(folder, 'authority'))
})
afterAll(async () => {
  for (const server of servers) server.close()
  await hospital.stop()
  remove()
})

async function portOf(server: NetServer): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as { port: number }).port
}

const serve = (options: ServerOptions) =>
  portOf(
    createServer(options, (_request, response) => {
      told += 1
      response.setHeader('content-type', 'application/dicom+json').end('[]')
    }) satisfies Server,
  )

let names = 0
/** Saves a PACS at a port, whose authority the node trusts, and to which it would show a password. */
async function save(port: number, host = 'localhost'): Promise<string> {
  names += 1
  const name = `archive-${names}`
  const declared = { addresses: ['127.0.0.1', '::1'], category: 'lung-ct', provenance: 'patients' }
  await hospital.steward.put('/pacs', { name, url: `https://${host}:${port}/dicom-web`, ...declared })
  const own = join(folder, 'pacs', name)
  mkdirSync(own, { recursive: true })
  copyFileSync(authority.certificate, join(own, 'authorities.pem'))
  writeFileSync(join(own, 'authorization'), 'Basic c2VjcmV0')
  return name
}

const refusal = async (pacs: string) => {
  const { code, parameters } = await hospital.steward.refused('POST', '/pulls/preview', { pacs })
  return { code, what: (parameters as { what?: string }).what }
}

describe.skipIf(!hasProgram('openssl'))('a PACS over HTTPS (needs openssl)', () => {
  const over = (wish: Parameters<Authority['issue']>[1]) => readPair(authority.issue(`pacs-${names}`, wish))
  test.each<[string, string, () => ServerOptions]>([
    ['that has expired', 'certificate-expired', () => over({ from: '20240101000000Z', to: '20250101000000Z' })],
    ['that is not valid yet', 'certificate-early', () => over({ from: '20480101000000Z', to: '20490101000000Z' })],
    ['for another host', 'certificate-name', () => over({ names: 'DNS:pacs.example,IP:10.1.2.3' })],
    ['signed by itself', 'certificate-unknown', () => readPair(selfSigned(folder, 'localhost'))],
    [
      'of another authority of the same name',
      'certificate-unknown',
      () => readPair(openAuthority(join(folder, 'other')).issue('pacs')),
    ],
    ['made for clients alone', 'certificate-unknown', () => over({ purpose: 'clientAuth' })],
    ['of a key of 1,024 bits', 'certificate-weak', () => ({ ...over({ bits: 1024 }), ciphers: 'DEFAULT:@SECLEVEL=0' })],
  ])('with a certificate %s is told nothing: %s', async (_, what, options) => {
    told = 0
    const pacs = await save(await serve(options()))
    expect(await refusal(pacs)).toEqual({ code: 'pacs-certificate-refused', what })
    expect(told).toBe(0)
  })

  test('that speaks only old TLS, no TLS, or wants a certificate of the node, is told nothing, and each is said', async () => {
    told = 0
    const sound = over({})
    const old = { ...sound, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
    expect(await refusal(await save(await serve(old)))).toEqual({ code: 'pacs-certificate-refused', what: 'tls-old' })
    const plain = createPlainServer((_request, response) => response.end('[]'))
    expect(await refusal(await save(await portOf(plain)))).toMatchObject({ what: 'tls-none' })
    const asking = { ...sound, ca: readFileSync(authority.certificate), requestCert: true, rejectUnauthorized: true }
    expect(await refusal(await save(await serve(asking)))).toMatchObject({ what: 'certificate-own' })
    expect(told).toBe(0)
  })

  test('whose certificate is renewed is asked by the pull that waited for it, and until then the steward reads why', async () => {
    told = 0
    const [old, renewed] = [over({ from: '20240101000000Z', to: '20250101000000Z' }), over({})]
    const server = createServer(old, (_request, response) => {
      told += 1
      response.end('[]')
    })
    const pacs = await save(await portOf(server))
    const { id } = await hospital.steward.post<IntakeRun>('/pulls', { pacs })
    const failure = await until('the reason', async () => {
      const run = await hospital.steward.get<IntakeRun>(`/intake/${id}`)
      return run.failure ?? undefined
    })
    expect(errorText('en', failure as never)).toMatch(/its certificate has expired.*tried again by itself/)
    expect(errorText('zh', failure as never)).toMatch(/其证书已过期.*自动重试/)
    expect(told).toBe(0)
    server.setSecureContext(renewed)
    expect(await hospital.steward.intakeEnds((run) => run.id === id)).toMatchObject({
      state: 'finished',
      failure: null,
    })
    expect(told).toBe(1)
  })
})
