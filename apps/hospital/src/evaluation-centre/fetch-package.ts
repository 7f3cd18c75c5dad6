import { createHash } from 'node:crypto'
import { AssayError, type Protocol } from '@assay/contracts'
import { download } from '@assay/link'
import { type OpenedPackage, openPackage } from '@assay/runner'
import type { Hospital } from '../hospital.ts'
import { hubEnd } from '../hub-link/hub-store.ts'

/** More than a hub takes in. */
const mostBytes = 2 ** 30

/**
 * The device's package of a protocol, fetched from the hub by its digest unless it is here, and unpacked where devices
 * run. Nothing else is kept of what the hub sends. Throws `device-digest-mismatch`, `too-large`, `hub-unreachable`,
 * `device-package-invalid`; `protocol-mismatch` for a device of another task.
 */
export async function fetchPackage(
  hospital: Hospital,
  { device: { packageDigest: digest }, category, task }: Protocol,
  signal: AbortSignal,
): Promise<OpenedPackage> {
  const archive = (await readCached(hospital, digest)) ?? (await fetchArchive(hospital, digest, signal))
  const opened = await openPackage(hospital.bench, archive, digest)
  if (opened.manifest.category !== category || opened.manifest.task !== task)
    throw new AssayError('protocol-mismatch', { where: 'device' })
  return opened
}

/** A damaged copy is no loss: the hub has it. */
async function readCached({ blobs }: Hospital, digest: string): Promise<Buffer | undefined> {
  try {
    return await blobs.read(digest)
  } catch (error) {
    if (error instanceof AssayError && ['not-found', 'blob-corrupt'].includes(error.code)) return undefined
    throw error
  }
}

async function fetchArchive(hospital: Hospital, digest: string, signal: AbortSignal): Promise<Buffer> {
  const { db, blobs, identity, key, clock, random } = hospital
  const request = { path: '/link/packages', type: 'device-package', body: { digest }, signal }
  const pieces = download({ self: identity.id, key, clock, random }, await hubEnd(db), request)
  await blobs.put(assured(pieces, digest))
  return blobs.read(digest)
}

async function* assured(pieces: AsyncIterable<Uint8Array>, digest: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > mostBytes) throw new AssayError('too-large', { limit: mostBytes })
    hash.update(piece)
    yield piece
  }
  if (hash.digest('hex') !== digest) throw new AssayError('device-digest-mismatch')
}
