import { AssayError, type Protocol, type TrainingDocument, trainingDocument } from '@assay/contracts'
import { download } from '@assay/link'
import { canonicalJson, sha256 } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import { hubEnd } from '../../hub-link/hub-store.ts'

/** More than a declaration of a million contents takes. */
const mostBytes = 96 * 1024 * 1024

/**
 * The vendor's declaration that a protocol was locked with, fetched from the hub by its hash unless it is here, and kept. Throws
 * `hub-unreachable`, `too-large`; `protocol-mismatch` where it is not the document of that hash, about another device, or not what the
 * protocol says of it.
 */
export async function fetchDeclaration(
  hospital: Hospital,
  { device, training }: Protocol,
  signal: AbortSignal,
): Promise<TrainingDocument> {
  const { declarationHash, dataSets, contents } = training!
  const document = readDocument(await readOrFetch(hospital, declarationHash, signal))
  const { packageDigest, deviceId } = document
  const said = { packageDigest: device.packageDigest, deviceId: device.deviceId, dataSets, contents }
  const held = { packageDigest, deviceId, dataSets: document.dataSets, contents: document.contents.length }
  if (canonicalJson(held) !== canonicalJson(said)) throw mismatch()
  return document
}

const mismatch = () => new AssayError('protocol-mismatch', { where: 'training' })

/** The document's bytes; a damaged copy is no loss, since the hub has it. */
async function readOrFetch(hospital: Hospital, digest: string, signal: AbortSignal): Promise<Buffer> {
  return hospital.blobs.read(digest).catch(async (error) => {
    if (!(error instanceof AssayError) || !refetched.includes(error.code)) throw error
    await fetchDocument(hospital, digest, signal)
    return hospital.blobs.read(digest)
  })
}

const refetched: readonly string[] = ['not-found', 'blob-corrupt']

/** What a hub hands out may be anything. */
function readDocument(bytes: Buffer): TrainingDocument {
  try {
    return trainingDocument.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw mismatch()
  }
}

async function fetchDocument(hospital: Hospital, digest: string, signal: AbortSignal): Promise<void> {
  const { db, blobs, identity, key, clock, random } = hospital
  const request = { path: '/link/training', type: 'training-declaration', body: { digest }, signal }
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of download({ self: identity.id, key, clock, random }, await hubEnd(db), request)) {
    size += piece.length
    if (size > mostBytes) throw new AssayError('too-large', { limit: mostBytes })
    pieces.push(piece)
  }
  const bytes = Buffer.concat(pieces)
  if (sha256(bytes) !== digest) throw mismatch()
  await blobs.put(bytes)
}
