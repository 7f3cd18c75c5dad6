import { AssayError } from '@assay/contracts'
import { type RecordHeader, scaleOf } from './header.ts'
import { missingSample, type Waveform, type WaveformChannel } from './waveform.ts'

/** Samples of all signals that are joined at most: a header can announce gaps of any length. */
const mostSamples = 2 ** 28

type Layout = readonly Omit<WaveformChannel, 'samples'>[]

/**
 * Joins the segments of a record. Where the first segment is a layout (length 0), signals of the others are found by their names, and
 * are missing where a segment lacks them; else all segments have the same signals. Gaps are missing samples. Samples of a segment with
 * another gain or baseline are rounded to the record's.
 *
 * @param readHeader of a file; @param readOne the signals of a segment's header
 * @throws AssayError record-unreadable where segments do not fit together or are records of segments themselves
 * Source: header(5) of the WFDB Applications Guide, multi-segment records.
 */
export function readSegments(
  record: RecordHeader,
  headerFile: string,
  readHeader: (file: string) => RecordHeader,
  readOne: (header: RecordHeader, file: string) => Waveform,
): Waveform {
  const isVariable = record.segments[0]!.samples === 0
  const parts = record.segments.slice(isVariable ? 1 : 0)
  const length = parts.reduce((sum, { samples }) => sum + samples, 0)
  if (length === 0 || (record.samples !== undefined && record.samples !== length))
    throw unreadable(headerFile, `segments of ${length} samples in all, header ${record.samples ?? length}`)
  let layout: Layout | undefined = isVariable ? layoutOf(readHeader(`${record.segments[0]!.name}.hea`)) : undefined
  let channels: WaveformChannel[] | undefined = layout && channelsOf(layout, length, headerFile)
  let at = 0
  for (const { name, samples } of parts) {
    if (name !== '~') {
      const file = `${name}.hea`
      const header = readHeader(file)
      if (header.segments.length > 0) throw unreadable(file, 'a segment that has segments')
      const segment = readOne(header, file)
      checkSegment(segment, file, samples, record)
      layout ??= segment.channels
      channels ??= channelsOf(layout, length, headerFile)
      copySegment(segment.channels, channels, at, isVariable, file)
    }
    at += samples
  }
  if (!channels) throw unreadable(headerFile, 'nothing but gaps')
  return { samplingFrequency: record.samplingFrequency, length, channels, comments: record.comments }
}

function layoutOf({ signals }: RecordHeader): Layout {
  return signals.map(scaleOf)
}

function channelsOf(layout: Layout, length: number, file: string): WaveformChannel[] {
  if (layout.length * length > mostSamples)
    throw new AssayError('record-unsupported', { where: file, what: `more than ${mostSamples} samples in all` })
  return layout.map(({ name, units, gain, baseline }) => ({
    name,
    units,
    gain,
    baseline,
    samples: new Int32Array(length).fill(missingSample),
  }))
}

function checkSegment(
  { length, samplingFrequency }: Waveform,
  file: string,
  samples: number,
  record: RecordHeader,
): void {
  if (length !== samples) throw unreadable(file, `${length} samples, ${samples} in the record's header`)
  if (samplingFrequency !== record.samplingFrequency)
    throw unreadable(file, `${samplingFrequency} Hz, ${record.samplingFrequency} Hz in the record's header`)
}

function copySegment(
  from: readonly WaveformChannel[],
  to: readonly WaveformChannel[],
  at: number,
  isVariable: boolean,
  file: string,
): void {
  if (!isVariable && from.length !== to.length) throw unreadable(file, `${from.length} signals, ${to.length} before`)
  from.forEach((channel, index) => {
    const target = isVariable ? to.find(({ name }) => name === channel.name) : to[index]
    if (!target || target.units !== channel.units) throw unreadable(file, `signal ${channel.name.slice(0, 40)}`)
    copySamples(channel, target, at)
  })
}

function copySamples(from: WaveformChannel, to: WaveformChannel, at: number): void {
  if (from.gain === to.gain && from.baseline === to.baseline) {
    to.samples.set(from.samples, at)
    return
  }
  const scale = to.gain / from.gain
  for (let i = 0; i < from.samples.length; i += 1) {
    const sample = from.samples[i]!
    if (sample !== missingSample) to.samples[at + i] = Math.round((sample - from.baseline) * scale) + to.baseline
  }
}

function unreadable(where: string, what: string): AssayError {
  return new AssayError('record-unreadable', { where, what })
}
