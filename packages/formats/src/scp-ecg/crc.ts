/** Check sums of a byte: CRC-CCITT, x^16 + x^12 + x^5 + 1, highest bit first. */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc
})

/** Check sum of a record or a section, from 0xffff on, as SCP-ECG has it. Source: EN 1064, 5.2.7. */
export function scpChecksum(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ byte]!
  return crc
}
