import { constants, gunzipSync } from 'node:zlib'

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** What the first bytes of a gzip stream unpack to, of a stream that goes on; undefined where they are damaged. */
export function unzippedHead(bytes: Uint8Array): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: 2 ** 23, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return undefined
  }
}
