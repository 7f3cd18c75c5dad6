import { AssayError } from '@assay/contracts'
import { decodePhotograph, PhotographRefusal } from './decode-photograph.ts'
import type { Photograph } from './photograph.ts'

/**
 * Reads a PNG, JPEG or TIFF photograph, turned as its EXIF orientation says. Palettes become colours, and grey values of 1, 2 and 4 bits
 * are spread over 8; a colour profile changes no value. It calls native code on the bytes: those of others belong into `startPhotographPool`.
 *
 * @param where the file's name, for errors
 * @param page of a TIFF of several, from 0
 * @throws AssayError image-unreadable (damaged, cut off); image-unsupported (several pages and none chosen, transparency, colours for print,
 *   values that are no 8- or 16-bit whole numbers, more than 10^8 pixels)
 * Source: PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918-1), TIFF 6.0, EXIF 2.32 tag Orientation.
 */
export async function readPhotograph(bytes: Uint8Array, where: string, page?: number): Promise<Photograph> {
  try {
    return await decodePhotograph(bytes, page)
  } catch (error) {
    if (!(error instanceof PhotographRefusal)) throw error
    throw photographError(where, error.message, error.isUnsupported)
  }
}

/** The refusal of a photograph, as one that nobody can read or as one that nothing here reads. */
export function photographError(where: string, what: string, isUnsupported: boolean): AssayError {
  return new AssayError(isUnsupported ? 'image-unsupported' : 'image-unreadable', { where, what })
}
