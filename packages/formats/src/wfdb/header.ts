import { AssayError } from '@assay/contracts'

/** A signal's line of a WFDB header. */
export interface SignalHeader {
  /** Name of the file that holds the samples; no path. */
  fileName: string
  format: number
  /** Samples of this signal in each frame; the record's frequency and length count frames. */
  samplesPerFrame: number
  /** Frames by which its samples stand later in the file than those of their time. */
  skew: number
  /** Bytes before the first sample. */
  byteOffset: number
  /** ADC units a physical unit. */
  gain: number
  /** ADC value of physical zero. */
  baseline: number
  units: string
  initialValue: number | undefined
  /** Sum of all samples modulo 2^16, as a signed 16-bit number. */
  checksum: number | undefined
  description: string
}

/** A part of a multi-segment record: a record of its own, or a gap. */
interface SegmentHeader {
  /** Name of a record, without `.hea`; `~` for a gap. */
  name: string
  /** Samples a signal; 0 for the layout of a record whose segments have different signals. */
  samples: number
}

/** A WFDB header (.hea): of signals, or of segments. */
export interface RecordHeader {
  name: string
  /** Hz */
  samplingFrequency: number
  /** Samples a signal; undefined where the header leaves it open. */
  samples: number | undefined
  /** None in a multi-segment record. */
  signals: SignalHeader[]
  /** None in a record of one segment. */
  segments: SegmentHeader[]
  /** Lines after the signals that start with #, without it. */
  comments: string[]
}

const mostSignals = 128
const mostSegments = 100_000
const mostSamples = 500_000_000
const mostPerFrame = 10_000

/**
 * Reads a WFDB header.
 * @param text the header file, latin-1
 * @param file its name, for errors
 * @throws AssayError record-unreadable
 * Source: header(5) of the WFDB Applications Guide.
 */
export function readHeader(text: string, file: string): RecordHeader {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const comments = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim())
  const [first, ...rest] = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const [fullName = '', signalCount = '', frequency = '250', samples] = (first ?? '').split(/\s+/)
  const [name = '', segmentCount] = fullName.split('/')
  const count = wholeNumber(signalCount, 1, mostSignals, file, 'number of signals')
  const described =
    segmentCount === undefined ? count : wholeNumber(segmentCount, 1, mostSegments, file, 'number of segments')
  if (rest.length < described) throw unreadable(file, `${described} lines are announced, ${rest.length} are there`)
  const own = rest.slice(0, described)
  return {
    name,
    samplingFrequency: positive(frequency.split('/')[0] ?? '', file, 'sampling frequency'),
    samples:
      samples === undefined || samples === '0' ? undefined : wholeNumber(samples, 1, mostSamples, file, 'length'),
    signals: segmentCount === undefined ? own.map((line) => readSignal(line, file)) : [],
    segments: segmentCount === undefined ? [] : own.map((line) => readSegment(line, file)),
    comments,
  }
}

function readSegment(line: string, file: string): SegmentHeader {
  const [name = '', samples = ''] = line.split(/\s+/)
  if (name !== '~' && !isFileName(name)) throw unreadable(file, `name of a segment: ${name.slice(0, 40)}`)
  return { name, samples: wholeNumber(samples, 0, mostSamples, file, 'length of a segment') }
}

/** A name without a path. */
function isFileName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)
}

function readSignal(line: string, file: string): SignalHeader {
  const [fileName = '', format = '', gainField = '200', , zeroField = '0', initial, checksum, , ...words] =
    line.split(/\s+/)
  if (fileName !== '~' && !isFileName(fileName))
    throw unreadable(file, `name of a signal file: ${fileName.slice(0, 40)}`)
  const [, formatNumber, samplesPerFrame, skew, offset] = /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/.exec(format) ?? []
  if (formatNumber === undefined) throw unreadable(file, `signal format ${format.slice(0, 20)}`)
  const [, gain, baseline, units] = /^([\d.eE+-]+)(?:\((-?\d+)\))?(?:\/(\S+))?$/.exec(gainField) ?? []
  if (gain === undefined) throw unreadable(file, `gain: ${gainField.slice(0, 20)}`)
  return {
    fileName,
    format: Number(formatNumber),
    samplesPerFrame: wholeNumber(samplesPerFrame ?? '1', 1, mostPerFrame, file, 'samples a frame'),
    skew: wholeNumber(skew ?? '0', 0, mostSamples, file, 'skew'),
    byteOffset: Number(offset ?? 0),
    gain: Number(gain) === 0 ? 200 : positive(gain, file, 'gain'),
    baseline: integer(baseline ?? zeroField, file, 'baseline'),
    units: units ?? 'mV',
    initialValue: initial === undefined ? undefined : integer(initial, file, 'initial value'),
    checksum: checksum === undefined ? undefined : integer(checksum, file, 'checksum'),
    description: words.join(' '),
  }
}

/** Name and scale of a signal's channel, whose samples are sums over its frames. */
export function scaleOf({ description: name, units, gain, baseline, samplesPerFrame }: SignalHeader) {
  return { name, units, gain: gain * samplesPerFrame, baseline: baseline * samplesPerFrame }
}

function unreadable(file: string, what: string): AssayError {
  return new AssayError('record-unreadable', { where: file, what })
}

function wholeNumber(given: string, least: number, most: number, file: string, what: string): number {
  const value = Number(given)
  if (!/^\d+$/.test(given) || value < least || value > most) throw unreadable(file, `${what}: ${given.slice(0, 20)}`)
  return value
}

function integer(given: string, file: string, what: string): number {
  if (!/^-?\d{1,10}$/.test(given)) throw unreadable(file, `${what}: ${given.slice(0, 20)}`)
  return Number(given)
}

function positive(given: string, file: string, what: string): number {
  const value = Number(given)
  if (given === '' || !(value > 0) || !Number.isFinite(value)) throw unreadable(file, `${what}: ${given.slice(0, 20)}`)
  return value
}
