import { AssayError } from '@assay/contracts'
import canonicalize from 'canonicalize'

/**
 * The canonical JSON text of a value (RFC 8785), so that equal values have equal bytes and equal hashes.
 *
 * Takes only what JSON can say: null, booleans, finite numbers, well-formed strings, arrays without holes and plain
 * objects. Everything else (undefined, NaN, a Date, a Map, a lone surrogate …) is refused with `json-not-canonical`,
 * whose parameter `path` is a JSON pointer to the offending value, rather than dropped or turned into null.
 */
export function canonicalJson(value: unknown): string {
  assertJson(value, '', new Set())
  return canonicalize(value) ?? ''
}

/** The canonical JSON of a value as UTF-8 bytes: what is hashed and signed. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalJson(value), 'utf8')
}

function refuse(path: string): never {
  throw new AssayError('json-not-canonical', { path: path || '/' })
}

function assertJson(value: unknown, path: string, above: Set<object>): void {
  if (isScalar(value)) return
  if (value === null || typeof value !== 'object' || above.has(value)) refuse(path)
  above.add(value)
  if (Array.isArray(value)) assertArray(value, path, above)
  else assertPlainObject(value, path, above)
  above.delete(value)
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return value.isWellFormed()
  return value === null || typeof value === 'boolean'
}

function assertArray(values: readonly unknown[], path: string, above: Set<object>): void {
  for (let index = 0; index < values.length; index++) assertJson(values[index], `${path}/${index}`, above)
}

function assertPlainObject(value: object, path: string, above: Set<object>): void {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) refuse(path)
  if (Object.getOwnPropertySymbols(value).length > 0) refuse(path)
  for (const [name, member] of Object.entries(value)) {
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!name.isWellFormed()) refuse(path)
    assertJson(member, pointer, above)
  }
}
