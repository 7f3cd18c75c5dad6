import { createHmac } from 'node:crypto'

/**
 * A neutral handle of something that came in: the same for the same path or object of an intake, and saying nothing about
 * it to whoever lacks the institution's key. Names of files and identifiers of objects may name patients.
 */
export function handleOf(key: Uint8Array, ...parts: readonly string[]): string {
  const hash = createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')
  return `object-${hash.slice(0, 20)}`
}
