import { gunzipSync, inflateSync } from 'node:zlib'
import { AssayError } from '@assay/contracts'

/** More than any volume that fits into memory with what is computed from it: a compressed bomb ends here. */
export const mostUnpacked = 2 ** 31

/**
 * Unpacks gzip.
 * @param most bytes that may come of it
 * @throws AssayError image-unreadable for what is damaged, or larger
 */
export function inflate(bytes: Uint8Array, file: string, most = mostUnpacked): Buffer {
  return unpack(() => gunzipSync(bytes, { maxOutputLength: most }), 'damaged gzip', file, most)
}

/** Unpacks zlib. @param most bytes that it may unpack to @throws AssayError as `inflate` */
export function inflateZlib(bytes: Uint8Array, file: string, most = mostUnpacked): Buffer {
  return unpack(() => inflateSync(bytes, { maxOutputLength: most }), 'damaged zlib', file, most)
}

function unpack(run: () => Buffer, damaged: string, file: string, most = mostUnpacked): Buffer {
  try {
    return run()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const what = code === 'ERR_BUFFER_TOO_LARGE' ? `more than ${most} bytes when unpacked` : damaged
    throw new AssayError('image-unreadable', { where: file, what })
  }
}
