import { gunzipSync } from 'node:zlib'
import { AssayError } from '@assay/contracts'

/** More than any volume that fits into memory with what is computed from it: a compressed bomb ends here. */
const mostBytes = 2 ** 31

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Unpacks gzip. @throws AssayError image-unreadable for what is damaged, or larger than `mostBytes` */
export function inflate(bytes: Uint8Array, file: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const what = code === 'ERR_BUFFER_TOO_LARGE' ? `more than ${mostBytes} bytes when unpacked` : 'damaged gzip'
    throw new AssayError('image-unreadable', { where: file, what })
  }
}
