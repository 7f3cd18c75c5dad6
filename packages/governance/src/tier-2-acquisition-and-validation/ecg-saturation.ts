import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachChannel } from './measure/each-channel.ts'

const parameters = z.strictObject({
  /** Most share of the samples that stand at the channel's end, per cent. */
  most: z.number().min(0).max(100),
  /** So many equal samples in a row at the highest or lowest value are a cut-off wave. */
  run: z.number().int().min(2).default(5),
})

/** Amplifiers driven to their end: runs of equal samples at a channel's highest or lowest value. */
export const ecgSaturation = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-saturation',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { most, run }, series) =>
    eachChannel(waveform, series, {
      name: 'saturation',
      unit: '%',
      code: 'ecg-saturated',
      expected: { most },
      measure: (signal) => saturatedShare(signal, run),
    }),
})

/** Share of samples in such runs, per cent; 0 for a channel that never moves, which is a flat line. */
export function saturatedShare(signal: Float64Array, run: number): number | undefined {
  let [low, high] = [Infinity, -Infinity]
  for (const value of signal) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low === Infinity) return undefined
  if (low === high) return 0
  let saturated = 0
  for (let start = 0; start < signal.length; ) {
    const value = signal[start]!
    let end = start + 1
    while (end < signal.length && signal[end] === value) end += 1
    if ((value === low || value === high) && end - start >= run) saturated += end - start
    start = end
  }
  return (100 * saturated) / signal.length
}
