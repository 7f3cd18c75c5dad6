import { AssayError } from '@assay/contracts'
import { type RecordHeader, readHeader, type SignalHeader, scaleOf } from './header.ts'
import { readSegments } from './read-segments.ts'
import { findSignalFormat } from './signal-formats/find-signal-format.ts'
import type { SignalFormat } from './signal-formats/signal-format.ts'
import { missingSample, type Waveform } from './waveform.ts'

/** A header of 128 signals takes some kilobytes; the comments may be long. */
const mostHeaderBytes = 2 ** 20

/** Gives the bytes of a file that a header names; undefined where there is none. */
export type FileOf = (name: string) => Uint8Array | undefined

/**
 * Reads a WFDB record: its header, the segments and the signal files that it names. Where a signal has several samples a frame its channel
 * has their mean, one a frame, as WFDB's own programs read it unless they are told otherwise: annotations count frames.
 * @param headerFile name of the header, e.g. `100.hea`
 * @throws AssayError record-unreadable (`where`, `what`), record-truncated (`where`, `expected`, `found`),
 *   record-unsupported
 */
export function readRecord(headerFile: string, fileOf: FileOf): Waveform {
  const header = readHeaderFile(headerFile, fileOf)
  return header.segments.length > 0
    ? readSegments(
        header,
        headerFile,
        (name) => readHeaderFile(name, fileOf),
        (own, name) => readSignals(own, name, fileOf),
      )
    : readSignals(header, headerFile, fileOf)
}

function readHeaderFile(headerFile: string, fileOf: FileOf): RecordHeader {
  const bytes = fileOf(headerFile)
  if (!bytes) throw new AssayError('record-unreadable', { where: headerFile, what: 'the file is missing' })
  if (bytes.length > mostHeaderBytes)
    throw new AssayError('record-unreadable', { where: headerFile, what: `larger than ${mostHeaderBytes} bytes` })
  return readHeader(Buffer.from(bytes).toString('latin1'), headerFile)
}

function readSignals(header: RecordHeader, headerFile: string, fileOf: FileOf): Waveform {
  const files = Map.groupBy(header.signals, ({ fileName }) => fileName)
  const decoded = new Map([...files].map(([name, signals]) => [name, readSignalFile(name, signals, header, fileOf)]))
  const channels = header.signals.map((signal) => {
    const own = files.get(signal.fileName)!
    return { ...scaleOf(signal), samples: decoded.get(signal.fileName)![own.indexOf(signal)]! }
  })
  const length = channels[0]!.samples.length
  if (channels.some(({ samples }) => samples.length !== length))
    throw new AssayError('record-unreadable', { where: headerFile, what: 'signals of different lengths' })
  return { samplingFrequency: header.samplingFrequency, length, channels, comments: header.comments }
}

function readSignalFile(name: string, signals: SignalHeader[], header: RecordHeader, fileOf: FileOf): Int32Array[] {
  const { format: number, byteOffset } = signals[0]!
  const format = findSignalFormat(number)
  if (!format || signals.some((signal) => signal.format !== number))
    throw new AssayError('record-unsupported', { where: name, what: `signal format ${number}` })
  const file = fileOf(name)
  if (!file) throw new AssayError('record-unreadable', { where: name, what: 'the file is missing' })
  const bytes = file.subarray(byteOffset)
  const perFrame = signals.reduce((sum, { samplesPerFrame }) => sum + samplesPerFrame, 0)
  const length = header.samples ?? Math.floor(format.samplesIn(bytes.length) / perFrame)
  const expected = format.bytesFor(length * perFrame)
  if (length === 0 || bytes.length < expected)
    throw new AssayError('record-truncated', { where: name, expected: expected + byteOffset, found: file.length })
  const interleaved = format.decode(bytes, length * perFrame)
  let first = 0
  return signals.map((signal) => {
    const samples = samplesOfSignal(interleaved, { perFrame, first, own: signal.samplesPerFrame })
    first += signal.samplesPerFrame
    if (format.areDifferences) addUp(samples, signal.initialValue ?? 0)
    verifySignal(signal, samples, format)
    const marked = format.areDifferences ? samples : markMissing(samples, format.least)
    return withoutSkew(summedByFrames(marked, signal), signal.skew)
  })
}

/** Sums first differences, in place. */
function addUp(samples: Int32Array, initialValue: number): void {
  let value = initialValue
  for (let i = 0; i < samples.length; i += 1) {
    value += samples[i]!
    samples[i] = value
  }
}

function markMissing(samples: Int32Array, least: number): Int32Array {
  for (let i = 0; i < samples.length; i += 1) if (samples[i] === least) samples[i] = missingSample
  return samples
}

function samplesOfSignal(
  interleaved: Int32Array,
  { perFrame, first, own }: { perFrame: number; first: number; own: number },
): Int32Array {
  const samples = new Int32Array((interleaved.length / perFrame) * own)
  for (let i = 0, at = first; i < samples.length; at += perFrame)
    for (let one = 0; one < own; one += 1, i += 1) samples[i] = interleaved[at + one]!
  return samples
}

/** A sample a frame, the sum of the frame's: `scaleOf` makes it their mean. A frame that misses one is missing. */
function summedByFrames(samples: Int32Array, { samplesPerFrame, fileName }: SignalHeader): Int32Array {
  if (samplesPerFrame === 1) return samples
  return Int32Array.from({ length: samples.length / samplesPerFrame }, (_, frame) => {
    const own = samples.subarray(frame * samplesPerFrame, (frame + 1) * samplesPerFrame)
    if (own.includes(missingSample)) return missingSample
    const sum = own.reduce((total, sample) => total + sample, 0)
    if (Math.abs(sum) >= 2 ** 31)
      throw new AssayError('record-unsupported', {
        where: fileName,
        what: 'frames of samples too large to be averaged',
      })
    return sum
  })
}

/** Puts samples that stand later in the file back to their time; the last ones are then missing. */
function withoutSkew(samples: Int32Array, skew: number): Int32Array {
  if (skew === 0) return samples
  const aligned = new Int32Array(samples.length).fill(missingSample)
  aligned.set(samples.subarray(skew))
  return aligned
}

function verifySignal(
  { initialValue, checksum, fileName, description }: SignalHeader,
  samples: Int32Array,
  { areDifferences }: SignalFormat,
): void {
  const where = `${fileName} ${description}`.trim()
  if (!areDifferences && initialValue !== undefined && samples[0] !== initialValue)
    throw new AssayError('record-unreadable', { where, what: `first sample ${samples[0]}, header ${initialValue}` })
  if (checksum !== undefined && checksumOf(samples) !== (checksum << 16) >> 16)
    throw new AssayError('record-unreadable', { where, what: `checksum ${checksumOf(samples)}, header ${checksum}` })
}

/** Sum of the samples as a signed 16-bit number, as a WFDB header has it. */
export function checksumOf(samples: Int32Array): number {
  let sum = 0
  for (let i = 0; i < samples.length; i += 1) sum = (sum + samples[i]!) | 0
  return (sum << 16) >> 16
}
