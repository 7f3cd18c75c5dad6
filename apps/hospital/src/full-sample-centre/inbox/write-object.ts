import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { AssayError } from '@assay/contracts'

/** Largest object taken in. */
export const mostObjectBytes = 4 * 2 ** 30

/** Writes an object to a new file as it comes. Throws `too-large`, and leaves no file then. */
export async function writeObject(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit = mostObjectBytes,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let size = 0
  try {
    for await (const piece of pieces) {
      size += piece.length
      if (size > limit) throw new AssayError('too-large', { limit })
      hash.update(piece)
      await file.writeFile(piece)
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return { size, sha256: hash.digest('hex') }
}
