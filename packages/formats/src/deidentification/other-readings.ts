const highBit = 0x80

/**
 * What bytes say in UTF-8 and in GB18030, whatever character set is declared: many systems write one and declare another, or none. Nothing
 * for bytes that are ASCII.
 */
export function otherReadings(bytes: Uint8Array): string[] {
  if (bytes.every((byte) => byte < highBit)) return []
  return ['utf-8', 'gb18030'].map((label) => new TextDecoder(label).decode(bytes))
}

/** What bytes most likely say, in UTF-8 or else in GB18030; undefined where they are ASCII or neither. */
export function likelyReading(bytes: Uint8Array): string | undefined {
  return otherReadings(bytes).find((reading) => !reading.includes('\ufffd'))
}
