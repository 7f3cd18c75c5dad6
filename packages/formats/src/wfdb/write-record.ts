import { checksumOf } from './read-record.ts'
import { findSignalFormat } from './signal-formats/find-signal-format.ts'
import type { Waveform } from './waveform.ts'

/**
 * Writes a waveform as a WFDB record of one signal file: `<name>.hea` and `<name>.dat`. The header has no date and no
 * comment but those given: a record for a device says nothing of its patient.
 * @param format 16 or 212; the samples have to fit.
 */
export function writeRecord(
  name: string,
  waveform: Waveform,
  format: 16 | 212,
  comments: readonly string[] = [],
): { name: string; bytes: Uint8Array }[] {
  const { channels, length, samplingFrequency } = waveform
  const interleaved = new Int32Array(length * channels.length)
  channels.forEach(({ samples }, channel) => {
    for (let i = 0; i < length; i += 1) interleaved[i * channels.length + channel] = samples[i]!
  })
  const resolution = format === 212 ? 12 : 16
  const header = [
    `${name} ${channels.length} ${samplingFrequency} ${length}`,
    ...channels.map(
      ({ gain, baseline, units, samples, name: description }) =>
        `${name}.dat ${format} ${gain}(${baseline})/${units} ${resolution} 0 ${samples[0]} ${checksumOf(samples)} 0 ${description}`,
    ),
    ...comments.map((comment) => `# ${comment}`),
    '',
  ].join('\n')
  return [
    { name: `${name}.hea`, bytes: Buffer.from(header, 'latin1') },
    { name: `${name}.dat`, bytes: findSignalFormat(format)!.encode(interleaved) },
  ]
}
