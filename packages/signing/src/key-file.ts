import { createPrivateKey } from 'node:crypto'
import { basename } from 'node:path'
import { AssayError, type Random } from '@assay/contracts'
import { createKey, type SigningKey, signingKey } from './keys.ts'
import { openOrCreatePrivateFile } from './private-file.ts'

/**
 * Reads the Ed25519 key in a file (PKCS #8, PEM), or makes one there; see `openOrCreatePrivateFile`.
 *
 * Throws `key-file-exposed` if others may read the file, `key-unreadable` if it holds no Ed25519 key.
 */
export async function openOrCreateKey(path: string, random: Random): Promise<SigningKey> {
  const make = () => `${createKey(random).privateKey.export({ format: 'pem', type: 'pkcs8' })}`
  const pem = await openOrCreatePrivateFile(path, make, random)
  try {
    return signingKey(createPrivateKey(pem))
  } catch {
    throw new AssayError('key-unreadable', { path: basename(path), reason: 'not-ed25519' })
  }
}
