import { crc32 } from 'node:zlib'
import type { Metadata, Sharp } from 'sharp'
import { sniffFormat } from '../sniff-format.ts'
import { sharp } from './image-library.ts'
import type { Photograph } from './photograph.ts'

/** No camera makes more: a file that announces a larger image is a bomb, or no photograph. */
const mostPixels = 10 ** 8

/** Why there is no photograph: the file is damaged, or of a form that is not read. */
export class PhotographRefusal extends Error {
  readonly isUnsupported: boolean

  constructor(what: string, isUnsupported: boolean) {
    super(what)
    this.isUnsupported = isUnsupported
  }
}

/**
 * Decodes a PNG, JPEG or TIFF photograph, as `readPhotograph` says. It needs nothing but the library, so that it runs where a decoder may
 * die.
 * @param page of a TIFF of several, from 0
 * @throws PhotographRefusal
 */
export async function decodePhotograph(bytes: Uint8Array, page?: number): Promise<Photograph> {
  const format = sniffFormat(bytes)
  if (format !== 'png' && format !== 'jpeg' && format !== 'tiff') throw unreadable('no PNG, JPEG or TIFF')
  if (format === 'png') checkChunks(bytes)
  const metadata = await decoded(() => sharp(bytes, { limitInputPixels: false }).metadata())
  checkKind(metadata, page)
  const depth = metadata.depth === 'ushort' ? 'ushort' : 'uchar'
  const isGrey = metadata.channels <= 2
  const space = isGrey ? (depth === 'ushort' ? 'grey16' : 'b-w') : depth === 'ushort' ? 'rgb16' : 'srgb'
  const options = { limitInputPixels: mostPixels, ignoreIcc: true, failOn: 'warning', page: page ?? 0 } as const
  const { data, info } = await decoded(async () => {
    const turned = sharp(bytes, options).autoOrient()
    if (metadata.hasAlpha) await refuseTransparency(turned.clone())
    const image = turned.removeAlpha().pipelineColourspace(space).toColourspace(space)
    return image.raw({ depth }).toBuffer({ resolveWithObject: true })
  })
  const channels = isGrey ? 1 : 3
  if (info.channels !== channels) throw unsupported(`${info.channels} values a pixel`)
  return { width: info.width, height: info.height, channels, ...valuesOf(data, depth) }
}

function unreadable(what: string): PhotographRefusal {
  return new PhotographRefusal(what, false)
}

function unsupported(what: string): PhotographRefusal {
  return new PhotographRefusal(what, true)
}

/** Says why the library refused: its words, which hold nothing of the file but names of formats and numbers. */
async function decoded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof PhotographRefusal) throw error
    const [line = ''] = (error instanceof Error ? error.message : '').split('\n')
    throw unreadable(line.slice(0, 120) || 'damaged')
  }
}

/** The library fills what is cut off of a PNG with black: its chunks have to be whole, up to the last. */
function checkChunks(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ending = 0x49454e44
  let at = 8
  while (at + 12 <= bytes.length) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)]
    at += 12 + length
    if (at > bytes.length) break
    const own = bytes.subarray(at - 8 - length, at - 4)
    if (crc32(own) !== view.getUint32(at - 4)) throw unreadable('a chunk whose check sum does not match')
    if (type === ending) return
  }
  throw unreadable('the file ends before its last chunk')
}

const spaces = ['srgb', 'rgb', 'b-w', 'grey16', 'rgb16']

function checkKind({ width, height, space, depth, pages = 1 }: Metadata, page: number | undefined): void {
  if (width * height > mostPixels) throw unsupported(`${width} × ${height} pixels`)
  if (page === undefined && pages > 1) throw unsupported(`${pages} pages in one file`)
  if (page !== undefined && !(Number.isInteger(page) && page >= 0 && page < pages))
    throw unreadable(`no page ${page} among ${pages}`)
  if (!spaces.includes(space)) throw unsupported(`colours of the space ${space}`)
  if (depth !== 'uchar' && depth !== 'ushort') throw unsupported(`values of the type ${depth}`)
}

async function refuseTransparency(image: Sharp): Promise<void> {
  const { isOpaque } = await image.stats()
  if (!isOpaque) throw unsupported('transparent pixels')
}

function valuesOf(data: Buffer, depth: 'uchar' | 'ushort'): Pick<Photograph, 'bitsStored' | 'values'> {
  const own = Uint8Array.from(data)
  return depth === 'uchar' ? { bitsStored: 8, values: own } : { bitsStored: 16, values: new Uint16Array(own.buffer) }
}
