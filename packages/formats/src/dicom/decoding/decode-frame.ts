import dcmjsCodecs from 'dcmjs-codecs'
import type { DecodingJob } from './decoding-job.ts'

const { Context, NativeCodecs } = dcmjsCodecs

/** The library's function for each way of compressing. */
const decoders = {
  'jpeg-8': 'decodeJpeg',
  'jpeg-12': 'decodeJpeg',
  'jpeg-lossless': 'decodeJpeg',
  'jpeg-ls': 'decodeJpegLs',
  'jpeg-2000': 'decodeJpeg2000',
  htj2k: 'decodeHtJpeg2000',
} as const satisfies Record<DecodingJob['codec'], keyof typeof NativeCodecs>

/** Loads the library's WebAssembly. */
export async function prepareDecoders(): Promise<void> {
  await NativeCodecs.initializeAsync()
}

/** Decodes a frame into native bytes. @throws Error with the library's reason */
export function decodeFrame(job: DecodingJob): Uint8Array {
  const { codec, rows, columns, samples, bitsAllocated, bitsStored, isSigned, photometric, bytes } = job
  const context = new Context({
    width: columns,
    height: rows,
    samplesPerPixel: samples,
    bitsAllocated,
    bitsStored,
    pixelRepresentation: isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: photometric,
    encodedBuffer: bytes,
  })
  const decoded = NativeCodecs[decoders[codec]](context, { convertColorspaceToRgb: false })
  const buffer = decoded.getDecodedBuffer()
  const due = (rows * columns * samples * bitsAllocated) / 8
  if (buffer?.length !== due) throw new Error(`${buffer?.length ?? 0} bytes decoded, ${due} are due`)
  return buffer
}
