import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBlobStore } from './blob-store.ts'

const clock = () => new Date()
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-blobs-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('gives back what was put, whole or in pieces, under its SHA-256', async () => {
  const blobs = await openBlobStore(folder, clock, randomBytes)
  const bytes = randomBytes(200_000)
  async function* pieces() {
    yield bytes.subarray(0, 70_000)
    yield bytes.subarray(70_000)
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await blobs.put(pieces())).toEqual({ sha256, size: 200_000 })
  expect(await blobs.put(bytes)).toEqual({ sha256, size: 200_000 })
  expect(bytes.equals(await blobs.read(sha256))).toBe(true)
  expect(await blobs.has(sha256)).toBe(true)
})

test('a blob that was changed on the disk is refused', async () => {
  const blobs = await openBlobStore(folder, clock, randomBytes)
  const { sha256 } = await blobs.put(Buffer.from('abc'))
  writeFileSync(join(folder, sha256.slice(0, 2), sha256), 'abd')
  await expect(blobs.read(sha256)).rejects.toThrow(new AssayError('blob-corrupt', { sha256 }))
})

test.each(['0'.repeat(64), '../../etc/passwd', ''])('what is not there is not found: %j', async (name) => {
  const blobs = await openBlobStore(folder, clock, randomBytes)
  await expect(blobs.read(name)).rejects.toThrow(new AssayError('not-found', { what: 'file' }))
  expect(await blobs.has(name)).toBe(false)
})

test('a source that breaks leaves nothing', async () => {
  const blobs = await openBlobStore(folder, clock, randomBytes)
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('cut')
  }
  await expect(blobs.put(broken())).rejects.toThrow('cut')
  expect(readdirSync(folder)).toEqual(['drafts'])
  expect(readdirSync(join(folder, 'drafts'))).toEqual([])
})

test('drafts that a kill left go a day later, others stay', async () => {
  await openBlobStore(folder, clock, randomBytes)
  writeFileSync(join(folder, 'drafts', 'old'), 'x')
  writeFileSync(join(folder, 'drafts', 'new'), 'x')
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  utimesSync(join(folder, 'drafts', 'old'), twoDaysAgo, twoDaysAgo)
  await openBlobStore(folder, clock, randomBytes)
  expect(readdirSync(join(folder, 'drafts'))).toEqual(['new'])
})
