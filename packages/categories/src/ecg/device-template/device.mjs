// Reads an electrocardiogram (a WFDB record) and marks its beats. Finding beats by a steep slope is only a beginning: put
// your own algorithm in place of `findBeats`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const input = join(process.env.INPUT_DIR ?? '/input', 'waveforms/ecg-record')
const output = join(process.env.OUTPUT_DIR ?? '/output', 'waveforms/beat-annotations')

const { samplingFrequency, lead } = readFirstLead(join(input, 'record.hea'))
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'record.qrs'), writeBeats(findBeats(lead, samplingFrequency)))

/** Sample numbers of waves that are as steep as half the steepest, at least a quarter of a second apart. */
function findBeats(lead, samplingFrequency) {
  const step = Math.max(1, Math.round(0.02 * samplingFrequency))
  const slope = lead.map((value, i) => Math.abs(value - (lead[i - step] ?? value)))
  const steepest = [...slope].sort((a, b) => a - b)[Math.floor(0.995 * slope.length)]
  const beats = []
  for (let i = 0; i < slope.length; i += 1)
    if (slope[i] > steepest / 2 && i - (beats.at(-1) ?? -samplingFrequency) > 0.25 * samplingFrequency) beats.push(i)
  return beats
}

/** The header is text; the samples of all leads lie one after the other, in 12 (212), 16 or 32 bits. */
function readFirstLead(header) {
  const [record, first] = readFileSync(header, 'latin1').split('\n')
  const [, leads, samplingFrequency, length] = record.split(' ').map(Number.parseFloat)
  const [file, format] = first.split(' ')
  const bytes = readFileSync(join(input, file))
  const value = {
    212: (i) => {
      const at = (i >> 1) * 3
      const twelve = i % 2 ? bytes[at + 2] | ((bytes[at + 1] & 0xf0) << 4) : bytes[at] | ((bytes[at + 1] & 0x0f) << 8)
      return (twelve << 20) >> 20
    },
    16: (i) => bytes.readInt16LE(2 * i),
    32: (i) => bytes.readInt32LE(4 * i),
  }[format]
  return { samplingFrequency, lead: Array.from({ length }, (_, i) => value(i * leads)) }
}

/** MIT annotations: 16 bits each, the kind (1: normal beat) in the upper six, the samples since the one before below. */
function writeBeats(beats) {
  const words = beats.flatMap((beat, i) => {
    const interval = beat - (beats[i - 1] ?? 0)
    return interval < 1024 ? [1024 + interval] : [59 * 1024, interval >> 16, interval & 0xffff, 1024]
  })
  const bytes = Buffer.alloc(2 * words.length + 2)
  for (const [i, word] of words.entries()) bytes.writeUInt16LE(word, 2 * i)
  return bytes
}
