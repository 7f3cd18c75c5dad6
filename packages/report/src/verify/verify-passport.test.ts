import {
  type PassportVerification,
  payloadTypes,
  type QualityPassport,
  type SignedPassportFile,
} from '@assay/contracts'
import { createKey, sha256OfJson, sign } from '@assay/signing'
import { expect, test } from 'vitest'
import { renderSignedPassportPdfs } from '../pdf/render-pdf.ts'
import { examplePassport } from '../testing/example-passport.ts'
import { signedPassportExample } from '../testing/signed-passport-example.ts'
import { verifyPassport } from './verify-passport.ts'

const { file, trust, key } = signedPassportExample()

const stateOf = ({ outcome, checks }: PassportVerification) => [
  outcome,
  ...checks.filter(({ status }) => status !== 'passed').map(({ id, status, fault }) => `${id} ${fault ?? status}`),
]

/** The file with another payload below the signature that it had. */
function altered(change: (passport: QualityPassport) => unknown): SignedPassportFile {
  const payload = Buffer.from(sign(change(examplePassport()), payloadTypes.passport, key).payload, 'base64')
  return { ...file, envelope: { ...file.envelope, payload: payload.toString('base64') } }
}

test('a passport as it was signed holds, and says who signed what', async () => {
  const verification = await verifyPassport(file, { trust })
  expect(stateOf(verification)).toEqual(['passed'])
  expect(verification.signed).toMatchObject({
    signer: { name: 'Northgate', keyId: key.keyId },
    sha256: sha256OfJson(examplePassport()),
    study: '1.2.840.7',
    verdict: 'quarantine',
  })
})

test('without a trust file it is unchanged, and nobody knows who signed', async () => {
  expect(stateOf(await verifyPassport(file))).toEqual(['unverified', 'signer unverified'])
})

test.each<[string, unknown, string[]]>([
  [
    'a finding less',
    altered((passport) => ({
      ...passport,
      outcomes: passport.outcomes.slice(1),
      tiers: [{ ...passport.tiers[0]!, rules: 3 }],
    })),
    ['signature signature-does-not-fit'],
  ],
  [
    'a better verdict',
    altered((passport) => ({ ...passport, verdict: 'accept' })),
    ['signature signature-does-not-fit', 'verdicts verdict-not-of-outcomes'],
  ],
  [
    'a better tier',
    altered((passport) => ({ ...passport, tiers: [{ ...passport.tiers[0]!, verdict: 'warn' }] })),
    ['signature signature-does-not-fit', 'verdicts tier-not-of-outcomes'],
  ],
  ['another study', altered((passport) => ({ ...passport, study: '1.2.3' })), ['signature signature-does-not-fit']],
  [
    'something that is not shown',
    altered((passport) => ({ ...passport, remark: 'excellent' })),
    ['form no-signed-passport'],
  ],
  [
    'another name at the key',
    { ...file, signer: { ...file.signer, id: '01890a5d-ac96-774b-bcce-b302099a8059' } },
    ['signer key-not-trusted'],
  ],
  ['another key id', { ...file, signer: { ...file.signer, keyId: 'a'.repeat(64) } }, ['signer key-id-of-another']],
  ['a hub for a hospital', { ...file, signer: { ...file.signer, role: 'hub' } }, ['signer no-hospital']],
  [
    'a payload of another kind',
    { ...file, envelope: sign(examplePassport(), payloadTypes.release, key) },
    ['signature signature-does-not-fit'],
  ],
  ['no envelope', { schema: file.schema, signer: file.signer }, ['form no-signed-passport']],
  ['a list', [file], ['form no-signed-passport']],
])('with %s it does not hold', async (_, value, faults) => {
  expect(stateOf(await verifyPassport(value, { trust }))).toEqual(['failed', ...faults])
})

test('signed by somebody else in its name, it does not hold', async () => {
  const other = createKey(() => Buffer.alloc(32, 9))
  const { keyId, publicKey } = other
  const forged = {
    schema: file.schema,
    signer: { ...file.signer, keyId, publicKey },
    envelope: sign(examplePassport(), payloadTypes.passport, other),
  }
  expect(stateOf(await verifyPassport(forged, { trust }))).toEqual(['failed', 'signer key-not-trusted'])
  // The own key named, the other's signature below: the signature is what tells.
  const borrowed = { ...forged, signer: file.signer }
  expect(stateOf(await verifyPassport(borrowed, { trust }))).toEqual(['failed', 'signature signature-does-not-fit'])
})

test('every byte of the payload counts', async () => {
  const payload = Buffer.from(file.envelope.payload, 'base64')
  for (let place = 0; place < payload.length; place += 97) {
    const changed = Buffer.from(payload)
    changed[place]! ^= 1
    const envelope = { ...file.envelope, payload: changed.toString('base64') }
    expect((await verifyPassport({ ...file, envelope }, { trust })).outcome).toBe('failed')
  }
})

test('a printed page is compared with what was signed, byte by byte', async () => {
  const [english, chinese] = await renderSignedPassportPdfs(file, ['en', 'zh'])
  const pages = [
    { name: 'passport.en.pdf', language: 'en' as const, bytes: english! },
    { name: 'passport.zh.pdf', language: 'zh' as const, bytes: chinese! },
  ]
  const whole = await verifyPassport(file, { trust, files: pages })
  expect(whole.checks.map(({ id, status }) => `${id} ${status}`)).toContain('files passed')
  const bytes = Uint8Array.from(chinese!)
  bytes[bytes.length >> 1]! ^= 1
  const changed = await verifyPassport(file, { trust, files: [pages[0]!, { ...pages[1]!, bytes }] })
  expect(changed.checks.at(-1)).toMatchObject({ fault: 'file-is-another', where: 'passport.zh.pdf' })
})
