import { crc32 } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { sniffFormat } from '../sniff-format.ts'
import type { Photograph } from './photograph.ts'

/** No camera makes more: a file that announces a larger image is a bomb, or no photograph. */
const mostPixels = 10 ** 8

/** Of all that the library reads, these three loaders are open. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadTiff'] })
sharp.cache(false)
sharp.concurrency(1)

/**
 * Reads a PNG, JPEG or TIFF photograph, turned as its EXIF orientation says. Palettes become colours, and grey values of 1, 2 and 4 bits
 * are spread over 8; a colour profile changes no value. Run it where a decoder may die: it calls native code on bytes of others.
 *
 * @param where the file's name, for errors
 * @param page of a TIFF of several, from 0
 * @throws AssayError image-unreadable (damaged, cut off); image-unsupported (several pages and none chosen, transparency, colours for print,
 *   values that are no 8- or 16-bit whole numbers, more than 10^8 pixels)
 * Source: PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918-1), TIFF 6.0, EXIF 2.32 tag Orientation.
 */
export async function readPhotograph(bytes: Uint8Array, where: string, page?: number): Promise<Photograph> {
  const format = sniffFormat(bytes)
  if (format !== 'png' && format !== 'jpeg' && format !== 'tiff') throw unreadable(where, 'no PNG, JPEG or TIFF')
  if (format === 'png') checkChunks(bytes, where)
  const metadata = await decoded(where, () => sharp(bytes, { limitInputPixels: false }).metadata())
  checkKind(metadata, where, page)
  const depth = metadata.depth === 'ushort' ? 'ushort' : 'uchar'
  const isGrey = metadata.channels <= 2
  const space = isGrey ? (depth === 'ushort' ? 'grey16' : 'b-w') : depth === 'ushort' ? 'rgb16' : 'srgb'
  const options = { limitInputPixels: mostPixels, ignoreIcc: true, failOn: 'warning', page: page ?? 0 } as const
  const { data, info } = await decoded(where, async () => {
    const turned = sharp(bytes, options).autoOrient()
    if (metadata.hasAlpha) await refuseTransparency(turned.clone(), where)
    const image = turned.removeAlpha().pipelineColourspace(space).toColourspace(space)
    return image.raw({ depth }).toBuffer({ resolveWithObject: true })
  })
  const channels = isGrey ? 1 : 3
  if (info.channels !== channels) throw unsupported(where, `${info.channels} values a pixel`)
  return { width: info.width, height: info.height, channels, ...valuesOf(data, depth) }
}

function unreadable(where: string, what: string): AssayError {
  return new AssayError('image-unreadable', { where, what })
}

function unsupported(where: string, what: string): AssayError {
  return new AssayError('image-unsupported', { where, what })
}

/** Says why the library refused: its words, which hold nothing of the file but names of formats and numbers. */
async function decoded<T>(where: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof AssayError) throw error
    const [line = ''] = (error instanceof Error ? error.message : '').split('\n')
    throw unreadable(where, line.slice(0, 120) || 'damaged')
  }
}

/** The library fills what is cut off of a PNG with black: its chunks have to be whole, up to the last. */
function checkChunks(bytes: Uint8Array, where: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ending = 0x49454e44
  let at = 8
  while (at + 12 <= bytes.length) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)]
    at += 12 + length
    if (at > bytes.length) break
    const own = bytes.subarray(at - 8 - length, at - 4)
    if (crc32(own) !== view.getUint32(at - 4)) throw unreadable(where, 'a chunk whose check sum does not match')
    if (type === ending) return
  }
  throw unreadable(where, 'the file ends before its last chunk')
}

const spaces = ['srgb', 'rgb', 'b-w', 'grey16', 'rgb16']

function checkKind(metadata: Metadata, where: string, page: number | undefined): void {
  const { width, height, space, depth, pages = 1 } = metadata
  if (width * height > mostPixels) throw unsupported(where, `${width} × ${height} pixels`)
  if (page === undefined && pages > 1) throw unsupported(where, `${pages} pages in one file`)
  if (page !== undefined && !(Number.isInteger(page) && page >= 0 && page < pages))
    throw unreadable(where, `no page ${page} among ${pages}`)
  if (!spaces.includes(space)) throw unsupported(where, `colours of the space ${space}`)
  if (depth !== 'uchar' && depth !== 'ushort') throw unsupported(where, `values of the type ${depth}`)
}

async function refuseTransparency(image: Sharp, where: string): Promise<void> {
  const { isOpaque } = await image.stats()
  if (!isOpaque) throw unsupported(where, 'transparent pixels')
}

function valuesOf(data: Buffer, depth: 'uchar' | 'ushort'): Pick<Photograph, 'bitsStored' | 'values'> {
  const own = Uint8Array.from(data)
  return depth === 'uchar' ? { bitsStored: 8, values: own } : { bitsStored: 16, values: new Uint16Array(own.buffer) }
}
