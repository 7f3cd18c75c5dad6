import { createHash } from 'node:crypto'
import type { Random } from '@assay/contracts'

/** A secret of 256 random bits as text: an invitation's code, a session's token. */
export function newSecret(random: Random): string {
  return Buffer.from(random(32)).toString('base64url')
}

/** What is stored of such a secret. It has 256 bits, so a plain hash is enough: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
