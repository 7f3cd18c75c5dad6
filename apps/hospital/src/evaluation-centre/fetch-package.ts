import { createHash } from 'node:crypto'
import { AssayError, type Protocol } from '@assay/contracts'
import { download } from '@assay/link'
import { type OpenedPackage, openPackage } from '@assay/runner'
import type { Hospital } from '../hospital.ts'
import { hubEnd } from '../hub-link/hub-store.ts'

/** More than a hub takes in. */
const mostBytes = 9 * 2 ** 30

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
  const opened = await openCached(hospital, digest).catch(async (error) => {
    // A damaged copy is no loss: the hub has it.
    if (!(error instanceof AssayError) || !refetched.includes(error.code)) throw error
    await fetchArchive(hospital, digest, signal)
    return openCached(hospital, digest)
  })
  if (opened.manifest.category !== category || opened.manifest.task !== task)
    throw new AssayError('protocol-mismatch', { where: 'device' })
  return opened
}

const refetched = ['not-found', 'blob-corrupt', 'device-digest-mismatch', 'device-package-invalid']

function openCached({ bench, blobs }: Hospital, digest: string): Promise<OpenedPackage> {
  return openPackage(bench, () => blobs.stream(digest), digest)
}

async function fetchArchive(hospital: Hospital, digest: string, signal: AbortSignal): Promise<void> {
  const { db, blobs, identity, key, clock, random } = hospital
  const request = { path: '/link/packages', type: 'device-package', body: { digest }, signal }
  const pieces = download({ self: identity.id, key, clock, random }, await hubEnd(db), request)
  await blobs.put(assured(pieces, digest))
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
