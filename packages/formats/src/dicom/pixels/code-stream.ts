import type { Codec } from '../transfer-syntaxes.ts'

/** What a compressed frame says of itself. */
export interface CodeStream {
  readonly rows: number
  readonly columns: number
  readonly samples: number
  /** Bits of a sample. */
  readonly precision: number
  /** Whether it has the marker of its end, where one is due. */
  readonly hasEnd: boolean
}

/**
 * Reads the frame header of a JPEG, JPEG-LS or JPEG 2000 code stream; undefined where there is none. Decoders fill what is missing with
 * grey, and take a header's size for the stream's: so they are compared before.
 * Source: ITU-T T.81 B.2.2, T.87 C.2.2, T.800 A.5.1.
 */
export function readCodeStream(codec: Exclude<Codec, 'rle'>, bytes: Uint8Array): CodeStream | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return codec === 'jpeg-2000' || codec === 'htj2k' ? readSiz(view) : readStartOfFrame(view)
}

/** SOI, segments with a length, and among them the start of a frame: C0 to CF without the tables C4, C8 and CC, or F7 of JPEG-LS. */
function readStartOfFrame(view: DataView): CodeStream | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (isStartOfFrame(marker)) {
      const [precision, samples] = [view.getUint8(at + 4), view.getUint8(at + 9)]
      return {
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        samples,
        precision,
        hasEnd: hasEnd(view, at),
      }
    }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

function isStartOfFrame(marker: number): boolean {
  const isTable = marker === 0xc4 || marker === 0xc8 || marker === 0xcc
  return marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && !isTable)
}

/** The end is a marker that coded data never holds; behind it anything may stand. */
function hasEnd(view: DataView, from: number): boolean {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  return bytes.indexOf(Buffer.from([0xff, 0xd9]), from) >= 0
}

const boxSignature = 0x6a502020

/** SIZ follows SOC; in a file of boxes, which some write, it is looked for. */
function readSiz(view: DataView): CodeStream | undefined {
  let at = 0
  if (view.byteLength > 8 && view.getUint32(4) === boxSignature)
    while (at + 4 < view.byteLength && view.getUint32(at) !== 0xff4fff51) at += 1
  if (at + 43 > view.byteLength || view.getUint32(at) !== 0xff4fff51) return undefined
  const [columns, rows] = [
    view.getUint32(at + 8) - view.getUint32(at + 16),
    view.getUint32(at + 12) - view.getUint32(at + 20),
  ]
  const [samples, precision] = [view.getUint16(at + 40), 1 + (view.getUint8(at + 42) & 0x7f)]
  return { rows, columns, samples, precision, hasEnd: true }
}
