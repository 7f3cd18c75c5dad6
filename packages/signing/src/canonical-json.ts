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
  const fault = faultIn(value, new Set())
  if (fault !== undefined) throw new AssayError('json-not-canonical', { path: fault || '/' })
  return canonicalize(value) ?? ''
}

/** The canonical JSON of a value as UTF-8 bytes: what is hashed and signed. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalJson(value), 'utf8')
}

/** Where a value holds what JSON can't say, as a JSON pointer; undefined where it doesn't. */
function faultIn(value: unknown, above: Set<object>): string | undefined {
  if (isScalar(value)) return undefined
  if (value === null || typeof value !== 'object' || above.has(value)) return ''
  above.add(value)
  const fault = Array.isArray(value) ? faultInArray(value, above) : faultInObject(value, above)
  above.delete(value)
  return fault
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return value.isWellFormed()
  return value === null || typeof value === 'boolean'
}

function faultInArray(values: readonly unknown[], above: Set<object>): string | undefined {
  for (let index = 0; index < values.length; index++) {
    const fault = faultIn(values[index], above)
    if (fault !== undefined) return `/${index}${fault}`
  }
  return undefined
}

function faultInObject(value: object, above: Set<object>): string | undefined {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return ''
  if (Object.getOwnPropertySymbols(value).length > 0) return ''
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) return ''
    const fault = faultIn(member, above)
    if (fault !== undefined) return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}${fault}`
  }
  return undefined
}
