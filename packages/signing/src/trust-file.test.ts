import { AssayError } from '@assay/contracts'
import { expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { readTrustFile, trustedKeys } from './trust-file.ts'

const hub = createKey(() => Buffer.alloc(32, 1))
const north = createKey(() => Buffer.alloc(32, 2))
const hubId = '01890a5d-ac96-774b-bcce-b302099a8057'
const northId = '01890a5d-ac96-774b-bcce-b302099a8058'

function trust(change: Record<string, unknown> = {}) {
  return {
    schema: 'assay.trust/1',
    keys: [
      { keyId: hub.keyId, role: 'hub', id: hubId, name: 'Hub', publicKey: hub.publicKey },
      { keyId: north.keyId, role: 'hospital', id: northId, name: 'North', publicKey: north.publicKey, ...change },
    ],
  }
}

test('gives the keys of a role and of an owner', () => {
  const file = readTrustFile(trust())
  expect(trustedKeys(file, 'hub').map((key) => key.keyId)).toEqual([hub.keyId])
  expect(trustedKeys(file, 'hospital', northId).map((key) => key.keyId)).toEqual([north.keyId])
  expect(trustedKeys(file, 'hospital', hubId)).toEqual([])
})

test.each([
  ['a key id of another key', { keyId: 'ab'.repeat(32) }],
  ['one key for two owners', { keyId: hub.keyId, publicKey: hub.publicKey }],
  ['an unknown role', { role: 'vendor' }],
  ['no key', { publicKey: '' }],
])('refuses %s', (_, change) => {
  expect(() => readTrustFile(trust(change))).toThrow(new AssayError('trust-file-invalid'))
})
