/** A file whose bytes come a part at a time. */
export interface FileSource {
  /** Bytes that it has. */
  readonly length: number
  /** Its bytes from a place on, in parts; up to another place, where one is given. */
  readonly read: (from: number, to?: number) => AsyncIterable<Uint8Array>
  readonly whole: () => Uint8Array
}

/** Bytes of a file from a place on, as many as are asked for, or as there are. */
export async function readBytes(source: FileSource, from: number, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of source.read(from, from + length)) {
    parts.push(part)
    bytes += part.length
    if (bytes >= length) break
  }
  return (parts.length === 1 ? parts[0]! : Buffer.concat(parts)).subarray(0, length)
}
