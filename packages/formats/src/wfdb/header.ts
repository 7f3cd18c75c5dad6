import { AssayError } from '@assay/contracts'

/** A signal's line of a WFDB header. */
export interface SignalHeader {
  /** Name of the file that holds the samples; no path. */
  fileName: string
  format: number
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

/** A WFDB header (.hea) of a single-segment record. */
export interface RecordHeader {
  name: string
  /** Hz */
  samplingFrequency: number
  /** Samples a signal; undefined where the header leaves it open. */
  samples: number | undefined
  signals: SignalHeader[]
  /** Lines after the signals that start with #, without it. */
  comments: string[]
}

const mostSignals = 128
const mostSamples = 500_000_000

/**
 * Reads a WFDB header. Multi-segment records are not read yet.
 * @param text the header file, latin-1
 * @param file its name, for errors
 * @throws AssayError record-unreadable, record-unsupported
 * Source: header(5) of the WFDB Applications Guide.
 */
export function readHeader(text: string, file: string): RecordHeader {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const comments = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim())
  const [first, ...rest] = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const [name = '', signalCount = '', frequency = '250', samples] = (first ?? '').split(/\s+/)
  if (name.includes('/')) throw new AssayError('record-unsupported', { where: file, what: 'multi-segment record' })
  const count = wholeNumber(signalCount, 1, mostSignals, file, 'number of signals')
  if (rest.length < count) throw unreadable(file, `${count} signals are announced, ${rest.length} are described`)
  return {
    name,
    samplingFrequency: positive(frequency.split('/')[0] ?? '', file, 'sampling frequency'),
    samples:
      samples === undefined || samples === '0' ? undefined : wholeNumber(samples, 1, mostSamples, file, 'length'),
    signals: rest.slice(0, count).map((line) => readSignal(line, file)),
    comments,
  }
}

function readSignal(line: string, file: string): SignalHeader {
  const [fileName = '', format = '', gainField = '200', , zeroField = '0', initial, checksum, , ...words] =
    line.split(/\s+/)
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(fileName))
    throw unreadable(file, `name of a signal file: ${fileName.slice(0, 40)}`)
  const [, formatNumber, samplesPerFrame, skew, offset] = /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/.exec(format) ?? []
  if (formatNumber === undefined) throw unreadable(file, `signal format ${format.slice(0, 20)}`)
  if ((samplesPerFrame ?? '1') !== '1' || (skew ?? '0') !== '0')
    throw new AssayError('record-unsupported', { where: file, what: 'several samples a frame, or skew' })
  const [, gain, baseline, units] = /^([\d.eE+-]+)(?:\((-?\d+)\))?(?:\/(\S+))?$/.exec(gainField) ?? []
  if (gain === undefined) throw unreadable(file, `gain: ${gainField.slice(0, 20)}`)
  return {
    fileName,
    format: Number(formatNumber),
    byteOffset: Number(offset ?? 0),
    gain: Number(gain) === 0 ? 200 : positive(gain, file, 'gain'),
    baseline: integer(baseline ?? zeroField, file, 'baseline'),
    units: units ?? 'mV',
    initialValue: initial === undefined ? undefined : integer(initial, file, 'initial value'),
    checksum: checksum === undefined ? undefined : integer(checksum, file, 'checksum'),
    description: words.join(' '),
  }
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
