import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOrCreateKey } from './key-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a key is made once, for its owner only, and read ever after', async () => {
  const path = join(folder, 'keys', 'hub.pem')
  const made = await openOrCreateKey(path, randomBytes)
  const again = await openOrCreateKey(path, randomBytes)
  expect(again.keyId).toBe(made.keyId)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'keys'))).toEqual(['hub.pem'])
})

test('many that open at once get one key', async () => {
  const path = join(folder, 'hub.pem')
  const keys = await Promise.all(Array.from({ length: 8 }, () => openOrCreateKey(path, randomBytes)))
  expect(new Set(keys.map((key) => key.keyId)).size).toBe(1)
})

test('a key that others can read is refused', async () => {
  const path = join(folder, 'hub.pem')
  await openOrCreateKey(path, randomBytes)
  chmodSync(path, 0o644)
  await expect(openOrCreateKey(path, randomBytes)).rejects.toThrow(
    new AssayError('key-file-exposed', { path: 'hub.pem' }),
  )
})

test('a file that holds no key is refused and left as it is', async () => {
  const path = join(folder, 'hub.pem')
  writeFileSync(path, 'rubbish', { mode: 0o600 })
  await expect(openOrCreateKey(path, randomBytes)).rejects.toThrow(
    new AssayError('key-unreadable', { path: 'hub.pem', reason: 'not-ed25519' }),
  )
  expect(statSync(path).size).toBe(7)
})
