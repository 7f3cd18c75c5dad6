import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BlobStore, openBlobStore } from './blob-store.ts'
import { packedBlobStore } from './packed-blob-store.ts'
import { copyStretches, openPacks, type Packed, type Packs } from './packs.ts'

const clock = () => new Date()
const [first, second] = [randomBytes(200_000), randomBytes(70_000)]
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let folder: string
let packs: Packs
let blobs: BlobStore
let pack: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-packs-'))
  const loose = await openBlobStore(folder, clock, randomBytes)
  packs = await openPacks(join(folder, 'packs'), clock)
  const draft = loose.newDraft()
  writeFileSync(draft, Buffer.concat([first, second]))
  await packs.keep([draft])
  pack = basename(draft)
  const places = new Map<string, Packed>([
    [hashOf(first), { pack, start: 0, size: first.length }],
    [hashOf(second), { pack, start: first.length, size: second.length }],
  ])
  blobs = packedBlobStore(loose, packs, {
    find: async (sha256) => places.get(sha256),
    forget: async (sha256) => {
      const place = places.get(sha256)
      places.delete(sha256)
      return place && { place, isLast: places.size === 0 }
    },
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

test('gives back what lies in a pack, and what has a file of its own', async () => {
  const alone = randomBytes(100)
  await blobs.put(alone)
  for (const bytes of [first, second, alone]) {
    expect(bytes.equals(await blobs.read(hashOf(bytes)))).toBe(true)
    expect(await blobs.has(hashOf(bytes))).toBe(true)
  }
  await expect(blobs.read('0'.repeat(64))).rejects.toThrow(new AssayError('not-found', { what: 'file' }))
})

test('bytes of a pack that were changed, cut off, or are gone with it, are refused', async () => {
  const path = join(folder, 'packs', pack)
  const corrupt = new AssayError('blob-corrupt', { sha256: hashOf(second) })
  const altered = readFileSync(path)
  altered[first.length + 5]! ^= 1
  writeFileSync(path, altered)
  await expect(blobs.read(hashOf(second))).rejects.toThrow(corrupt)
  expect(first.equals(await blobs.read(hashOf(first)))).toBe(true)
  truncateSync(path, first.length + 10)
  await expect(blobs.read(hashOf(second))).rejects.toThrow(corrupt)
  rmSync(path)
  await expect(blobs.read(hashOf(second))).rejects.toThrow(new AssayError('not-found', { what: 'file' }))
})

test('what is removed is written over, and the pack goes with its last blob', async () => {
  await blobs.remove(hashOf(first))
  const left = readFileSync(join(folder, 'packs', pack))
  expect(left.subarray(0, first.length).every((byte) => byte === 0)).toBe(true)
  expect(second.equals(await blobs.read(hashOf(second)))).toBe(true)
  expect(await blobs.has(hashOf(first))).toBe(false)
  await blobs.remove(hashOf(second))
  expect(existsSync(join(folder, 'packs', pack))).toBe(false)
})

test('stretches of a pack make another', async () => {
  const anew = join(folder, 'anew')
  const stretch = { start: first.length, size: second.length }
  expect(await copyStretches(join(folder, 'packs', pack), [stretch, stretch], anew)).toEqual([0, second.length])
  expect(readFileSync(anew).equals(Buffer.concat([second, second]))).toBe(true)
})

test('tells packs that are older than a day', async () => {
  expect(await packs.old()).toEqual([])
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  utimesSync(join(folder, 'packs', pack), twoDaysAgo, twoDaysAgo)
  expect(await packs.old()).toEqual([pack])
})
