import { checksumOf } from './read-record.ts'
import { findSignalFormat } from './signal-formats/find-signal-format.ts'
import type { SignalFormat } from './signal-formats/signal-format.ts'
import { missingSample, type Waveform } from './waveform.ts'

/**
 * Writes a waveform as a WFDB record of one signal file: `<name>.hea` and `<name>.dat`. The header has no date and no
 * comment but those given: a record for a device says nothing of its patient.
 * @param format a number of signal(5), whose lowest value stands for a sample that is missing
 * @throws RangeError for a sample that does not fit the format, or a missing one in format 8, which has no value for it
 */
export function writeRecord(
  name: string,
  waveform: Waveform,
  format: number,
  comments: readonly string[] = [],
): { name: string; bytes: Uint8Array }[] {
  const packing = findSignalFormat(format)
  if (!packing) throw new RangeError(`signal format ${format}`)
  const { channels, length, samplingFrequency } = waveform
  const stored = channels.map(({ samples }) => storedSamples(samples, packing))
  const interleaved = new Int32Array(length * channels.length)
  stored.forEach((samples, channel) => {
    const values = packing.areDifferences ? differencesOf(samples) : samples
    for (let i = 0; i < length; i += 1) interleaved[i * channels.length + channel] = values[i]!
  })
  const resolution = Math.log2(-packing.least) + 1
  const header = [
    `${name} ${channels.length} ${samplingFrequency} ${length}`,
    ...channels.map(({ gain, baseline, units, name: description }, channel) => {
      const samples = stored[channel]!
      const check = `${samples[0]} ${checksumOf(samples)} 0`
      return `${name}.dat ${format} ${gain}(${baseline})/${units} ${resolution} 0 ${check} ${description}`
    }),
    ...comments.map((comment) => `# ${comment}`),
    '',
  ].join('\n')
  return [
    { name: `${name}.hea`, bytes: Buffer.from(header, 'latin1') },
    { name: `${name}.dat`, bytes: packing.encode(interleaved) },
  ]
}

/** Samples as a format holds them. @throws RangeError for one that does not fit */
function storedSamples(samples: Int32Array, { least, number, areDifferences }: SignalFormat): Int32Array {
  if (areDifferences) return samples
  return samples.map((sample) => {
    if (sample === missingSample) return least
    if (sample < least || sample >= -least) throw new RangeError(`sample ${sample} in signal format ${number}`)
    return sample
  })
}

function differencesOf(samples: Int32Array): Int32Array {
  return samples.map((sample, index) => {
    const difference = index === 0 ? 0 : sample - samples[index - 1]!
    if (difference < -128 || difference > 127) throw new RangeError(`difference ${difference} in signal format 8`)
    return difference
  })
}
