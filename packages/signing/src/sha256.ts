import { createHash } from 'node:crypto'
import { canonicalBytes } from './canonical-json.ts'

/** SHA-256 of bytes, or of a string's UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}

/** SHA-256 of a value's canonical JSON (RFC 8785), as 64 lower-case hexadecimal digits. */
export function sha256OfJson(value: unknown): string {
  return sha256(canonicalBytes(value))
}
