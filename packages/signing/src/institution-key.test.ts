import { createHmac, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOrCreateInstitutionKey, openSecret, sealSecret } from './institution-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-institution-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the same file gives the same keys, a key for each purpose', async () => {
  const path = join(folder, 'institution-key')
  const [made, again] = [
    await openOrCreateInstitutionKey(path, randomBytes),
    await openOrCreateInstitutionKey(path, randomBytes),
  ]
  expect(made.derive('pseudonyms')).toEqual(again.derive('pseudonyms'))
  expect(made.derive('pseudonyms')).not.toEqual(made.derive('dates'))
  const other = await openOrCreateInstitutionKey(join(folder, 'other'), randomBytes)
  expect(other.derive('pseudonyms')).not.toEqual(made.derive('pseudonyms'))
})

test('keys are those of HKDF as RFC 5869 writes it', async () => {
  const path = join(folder, 'institution-key')
  writeFileSync(path, '0b'.repeat(32), { mode: 0o600 })
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(Buffer.alloc(32, 0x0b)).digest()
  const expanded = createHmac('sha256', extracted).update('assay/pseudonyms\u0001').digest()
  expect((await openOrCreateInstitutionKey(path, randomBytes)).derive('pseudonyms')).toEqual(expanded)
})

test('a file that others may read, or that holds something else, is refused', async () => {
  const path = join(folder, 'institution-key')
  await openOrCreateInstitutionKey(path, randomBytes)
  chmodSync(path, 0o640)
  await expect(openOrCreateInstitutionKey(path, randomBytes)).rejects.toThrow('key-file-exposed')
  writeFileSync(join(folder, 'rubbish'), 'rubbish', { mode: 0o600 })
  await expect(openOrCreateInstitutionKey(join(folder, 'rubbish'), randomBytes)).rejects.toThrow('key-unreadable')
})

test('what was sealed is opened with its key and context only', () => {
  const [key, other] = [randomBytes(32), randomBytes(32)]
  const sealed = sealSecret(key, Buffer.from('secret'), 'patient 1', randomBytes)
  expect(openSecret(key, sealed, 'patient 1').toString()).toBe('secret')
  expect(sealed.includes('secret')).toBe(false)
  expect(() => openSecret(other, sealed, 'patient 1')).toThrow('sealed-unreadable')
  expect(() => openSecret(key, sealed, 'patient 2')).toThrow('sealed-unreadable')
  expect(() => openSecret(key, sealed.subarray(0, 5), 'patient 1')).toThrow('sealed-unreadable')
})
