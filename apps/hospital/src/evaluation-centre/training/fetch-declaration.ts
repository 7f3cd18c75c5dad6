import { AssayError, type Protocol, type TrainingDocument, trainingDocument } from '@assay/contracts'
import { download } from '@assay/link'
import { sha256 } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import { hubEnd } from '../../hub-link/hub-store.ts'

/** More than a declaration of a million contents takes. */
const mostBytes = 96 * 1024 * 1024

/**
 * The vendor's declaration that a protocol was locked with, fetched from the hub by its hash unless it is here, and kept. Throws
 * `hub-unreachable`, `too-large`; `protocol-mismatch` where it is not the document of that hash, or about another device.
 */
export async function fetchDeclaration(
  hospital: Hospital,
  { device, training }: Protocol,
  signal: AbortSignal,
): Promise<TrainingDocument> {
  const { declarationHash } = training!
  if (!(await hospital.blobs.has(declarationHash))) await fetchDocument(hospital, declarationHash, signal)
  const parsed = trainingDocument.safeParse(JSON.parse((await hospital.blobs.read(declarationHash)).toString()))
  if (!parsed.success || parsed.data.packageDigest !== device.packageDigest)
    throw new AssayError('protocol-mismatch', { where: 'training' })
  return parsed.data
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
  if (sha256(bytes) !== digest) throw new AssayError('protocol-mismatch', { where: 'training' })
  await blobs.put(bytes)
}
