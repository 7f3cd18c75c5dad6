/**
 * A result for `--json`: numbers that JSON does not know are texts, since a program must not take them for null.
 * @throws RangeError for NaN, which no method may give
 */
export function finiteJson(value: unknown, path = '$'): unknown {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) throw new RangeError(`${path} is NaN`)
    return value === Infinity ? 'Infinity' : value === -Infinity ? '-Infinity' : value
  }
  if (ArrayBuffer.isView(value)) return finiteJson(Array.from(value as Float64Array), path)
  if (Array.isArray(value)) return value.map((one, index) => finiteJson(one, `${path}[${index}]`))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, finiteJson(one, `${path}.${key}`)]))
  return value
}
