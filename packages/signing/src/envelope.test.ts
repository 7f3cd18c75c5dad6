import { createPublicKey, sign as signDetached, verify as verifyDetached } from 'node:crypto'
import { AssayError, type DsseEnvelope } from '@assay/contracts'
import { describe, expect, test } from 'vitest'
import { addSignature, preAuthenticationEncoding, readUnverified, sign, signBytes, verify } from './envelope.ts'
import { createKey } from './keys.ts'

const type = 'application/vnd.assay.test+json'
const first = createKey(() => Buffer.alloc(32, 1))
const second = createKey(() => Buffer.alloc(32, 2))

function base64url(decimal: string): string {
  return Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url')
}

describe('DSSE, protocol.md, "Test Vectors"', () => {
  const payload = Buffer.from('hello world')
  const payloadType = 'http://example.com/HelloWorld'

  test('encodes before authentication as published', () => {
    const encoded = preAuthenticationEncoding(payloadType, payload)
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  })

  test('the published signature (ECDSA P-256) holds over our encoding', () => {
    const key = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: base64url('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
        y: base64url('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
      },
    })
    const signature = Buffer.from(
      'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
      'base64',
    )
    const encoded = preAuthenticationEncoding(payloadType, payload)
    expect(verifyDetached('sha256', encoded, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })

  test('writes the payload as published', () => {
    expect(signBytes(payload, payloadType, first).payload).toBe('aGVsbG8gd29ybGQ=')
  })
})

describe('Ed25519, RFC 8032, section 7.1', () => {
  test.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('a key made from seed %s signs as published', (seed, message, signature) => {
    const key = createKey(() => Buffer.from(seed, 'hex'))
    expect(signDetached(null, Buffer.from(message, 'hex'), key.privateKey).toString('hex')).toBe(signature)
  })
})

describe('envelope', () => {
  test('gives back what was signed, and by whom', () => {
    const envelope = sign({ b: 1, a: 'é' }, type, first)
    expect(verify(envelope, [first, second], type)).toEqual({ payload: { a: 'é', b: 1 }, signedBy: [first.keyId] })
    expect(Buffer.from(envelope.payload, 'base64').toString()).toBe('{"a":"é","b":1}')
  })

  test('takes several signatures and a threshold of distinct keys', () => {
    const both = addSignature(sign({ a: 1 }, type, first), second)
    expect(verify(both, [first, second], type, 2).signedBy).toEqual([first.keyId, second.keyId].sort())
    const twice = addSignature(sign({ a: 1 }, type, first), first)
    expect(() => verify(twice, [first, second], type, 2)).toThrow(new AssayError('signature-invalid'))
    expect(() => verify(twice, [first, first], type, 2)).toThrow(new AssayError('signature-invalid'))
  })

  test('refuses every changed bit of the signed payload and of the signature', () => {
    const envelope = sign({ n: 1 }, type, first)
    for (const field of ['payload', 'sig'] as const) {
      const original = field === 'payload' ? envelope.payload : envelope.signatures[0]!.sig
      const bytes = Buffer.from(original, 'base64')
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        const text = changed.toString('base64')
        const forged: DsseEnvelope =
          field === 'payload'
            ? { ...envelope, payload: text }
            : { ...envelope, signatures: [{ ...envelope.signatures[0]!, sig: text }] }
        expect(() => verify(forged, [first], type)).toThrow(new AssayError('signature-invalid'))
      }
    }
  })

  test('refuses another type, an unknown key, a stranger that claims a trusted key id, no trusted key', () => {
    const envelope = sign({ n: 1 }, type, first)
    expect(() => verify(envelope, [first], 'application/other')).toThrow(AssayError)
    expect(() => verify({ ...envelope, payloadType: 'application/other' }, [first], 'application/other')).toThrow(
      new AssayError('signature-invalid'),
    )
    expect(() => verify(envelope, [second], type)).toThrow(new AssayError('signature-invalid'))
    expect(() => verify(envelope, [], type, 0)).toThrow(new AssayError('signature-invalid'))
    const claimed = { ...envelope, signatures: [{ ...envelope.signatures[0]!, keyid: second.keyId }] }
    expect(() => verify(claimed, [second], type)).toThrow(new AssayError('signature-invalid'))
  })

  test.each([
    ['other order', '{"b":1,"a":2}'],
    ['a name twice', '{"a":1,"a":2}'],
    ['white space', '{ "a": 1 }'],
    ['not JSON', 'hello'],
    ['not UTF-8', '"\xff"'],
  ])('refuses a signed payload that is not canonical: %s', (_, text) => {
    const envelope = signBytes(Buffer.from(text, 'latin1'), type, first)
    expect(() => verify(envelope, [first], type)).toThrow(new AssayError('envelope-invalid'))
  })

  test.each([[null], ['text'], [{}], [{ payload: '!', payloadType: type, signatures: [] }]])(
    'refuses a malformed envelope: %j',
    (value) => {
      expect(() => verify(value, [first], type)).toThrow(new AssayError('envelope-invalid'))
      expect(() => readUnverified(value)).toThrow(new AssayError('envelope-invalid'))
    },
  )
})
