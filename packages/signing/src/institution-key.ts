import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { basename } from 'node:path'
import { AssayError, type Random } from '@assay/contracts'
import { openOrCreatePrivateFile } from './private-file.ts'

/** A secret of an institution, from which the key of each purpose is derived. It never leaves the institution. */
export interface InstitutionKey {
  /** 32 bytes for one purpose (HKDF with SHA-256, RFC 5869); nothing of another purpose can be told from them. */
  readonly derive: (purpose: string) => Buffer
}

/**
 * Reads the institution's secret from a file (64 hexadecimal digits), or makes one there; see `openOrCreatePrivateFile`.
 * If it is lost, pseudonyms made with it can't be made again.
 *
 * Throws `key-file-exposed` if others may read the file, `key-unreadable` if it holds something else.
 */
export async function openOrCreateInstitutionKey(path: string, random: Random): Promise<InstitutionKey> {
  const text = await openOrCreatePrivateFile(path, () => `${Buffer.from(random(32)).toString('hex')}\n`, random)
  if (!/^[0-9a-f]{64}\n?$/.test(text))
    throw new AssayError('key-unreadable', { path: basename(path), reason: 'not-64-hexadecimal-digits' })
  const secret = Buffer.from(text.trim(), 'hex')
  return { derive: (purpose) => Buffer.from(hkdfSync('sha256', secret, '', `assay/${purpose}`, 32)) }
}

const [nonceBytes, tagBytes] = [12, 16]

/** Bytes encrypted with a derived key (AES-256-GCM): nonce, ciphertext, tag. `context` must be given again to open them. */
export function sealSecret(key: Uint8Array, plain: Uint8Array, context: string, random: Random): Buffer {
  const nonce = random(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** What `sealSecret` was given. Throws `sealed-unreadable` for other bytes, another key or another context. */
export function openSecret(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(context))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    throw new AssayError('sealed-unreadable')
  }
}
