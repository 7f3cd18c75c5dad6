import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { AssayError } from '@assay/contracts'
import { expect, test } from 'vitest'
import { createKey, fingerprint, verificationKey } from './keys.ts'
import { sha256 } from './sha256.ts'

test('a public key has the id of its SubjectPublicKeyInfo', () => {
  const key = createKey(randomBytes)
  expect(verificationKey(key.publicKey)).toEqual({ keyId: key.keyId, publicKey: key.publicKey })
  expect(key.keyId).toBe(sha256(Buffer.from(key.publicKey, 'base64')))
})

test('a public key is the one that RFC 8032 gives for the seed of its test 1', () => {
  const key = createKey(() => Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
  const raw = Buffer.from(key.publicKey, 'base64').subarray(-32).toString('hex')
  expect(raw).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
})

test.each([
  '',
  '!',
  'AAAA',
  generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
])('what is no Ed25519 key is refused: %s', (text) => {
  expect(() => verificationKey(text)).toThrow(new AssayError('key-invalid'))
})

test('a fingerprint is for people: eight groups of four', () => {
  expect(fingerprint('0123456789abcdef'.repeat(4))).toBe('0123 4567 89ab cdef 0123 4567 89ab cdef')
})
