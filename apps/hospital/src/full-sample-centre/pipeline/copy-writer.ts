import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { blobPath } from '@assay/store'
import type { WrittenCopy } from '../copies/written-copy.ts'
import { alignedBuffer, createBlockFile } from './block-file.ts'

/** Writes copies behind each other into a pack; one that is too large for it goes into a file of its own. */
export interface CopyWriter {
  /** Lays a copy ready; its bytes as one, good until the next call. */
  readonly stage: (pieces: readonly Uint8Array[]) => Buffer
  /** Keeps what was laid ready; undefined where a file of its own holds the same bytes already. */
  readonly keep: (sha256: string) => WrittenCopy | undefined
  /** Writes what is left, while the thread does something else. */
  readonly end: () => Promise<void>
}

/** What a thread gathers before it writes, and the largest copy that goes into a pack: ordinary slices of a pack fit in all at once. */
const gatheredBytes = 18 * 2 ** 20

/** What copies are gathered in, of writers that have ended: as many are in use as a thread has tasks. */
const spare: Buffer[] = []

/**
 * @param blobs the blobs' folder
 * @param pack path of the pack's draft, which is made only if something goes into it
 * @param newDraft a path for a copy with a file of its own
 */
export function createCopyWriter(blobs: string, pack: string, newDraft: () => string): CopyWriter {
  const buffer = spare.pop() ?? alignedBuffer(gatheredBytes)
  const file = createBlockFile(pack)
  const places = new Map<string, WrittenCopy>()
  let [written, fill, staged] = [0, 0, buffer.subarray(0, 0)]
  const flush = () => {
    const whole = file.write(buffer.subarray(0, fill))
    buffer.copyWithin(0, whole, fill)
    written += whole
    fill -= whole
  }
  return {
    stage: (pieces) => {
      const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
      if (size > buffer.length) {
        staged = Buffer.concat(pieces)
        return staged
      }
      if (fill + size > buffer.length) flush()
      staged = buffer.subarray(fill, fill + size)
      let at = 0
      for (const piece of pieces) {
        staged.set(piece, at)
        at += piece.length
      }
      return staged
    },
    keep: (sha256) => {
      const known = places.get(sha256)
      if (known) return known
      if (existsSync(blobPath(blobs, sha256))) return undefined
      const isPacked = staged.buffer === buffer.buffer
      const place = isPacked ? { draft: pack, start: written + fill, size: staged.length } : alone(newDraft(), staged)
      if (isPacked) fill += staged.length
      places.set(sha256, place)
      return place
    },
    end: () => file.end(buffer, fill).finally(() => spare.push(buffer)),
  }
}

function alone(draft: string, bytes: Buffer): WrittenCopy {
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeAll(file, bytes)
  } finally {
    closeSync(file)
  }
  return { draft, start: undefined, size: bytes.length }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}
