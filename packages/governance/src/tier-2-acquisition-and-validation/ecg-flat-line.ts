import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachChannel } from './measure/each-channel.ts'

const parameters = z.strictObject({
  /** Most share of the record without a signal, per cent. */
  most: z.number().min(0).max(100),
  /** Windows of a second that move less than this are flat, mV. */
  least: z.number().positive().default(0.02),
})

/** Leads that are off: windows of a second in which the signal hardly moves, or is missing. */
export const ecgFlatLine = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-flat-line',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { most, least }, series) =>
    eachChannel(waveform, series, {
      name: 'flat-line',
      unit: '%',
      code: 'ecg-flat-line',
      expected: { most },
      measure: (signal) => flatShare(signal, Math.round(waveform.samplingFrequency), least),
    }),
})

/** Share of whole seconds that are flat, per cent, and the longest run of them. */
function flatShare(signal: Float64Array, window: number, least: number) {
  const seconds = Math.floor(signal.length / window)
  if (seconds === 0) return undefined
  const flat = Array.from({ length: seconds }, (_, i) => extentOf(signal, i * window, (i + 1) * window) < least)
  const count = flat.filter(Boolean).length
  return { value: (100 * count) / seconds, seconds: longestRun(flat) }
}

/** Highest less lowest; 0 where no sample is there. */
function extentOf(signal: Float64Array, from: number, to: number): number {
  let [low, high] = [Infinity, -Infinity]
  for (let i = from; i < to; i += 1) {
    if (signal[i]! < low) low = signal[i]!
    if (signal[i]! > high) high = signal[i]!
  }
  return Math.max(0, high - low)
}

/** First and behind-last place of the longest run of true; undefined where there is none. */
function longestRun(values: readonly boolean[]): [number, number] | undefined {
  let best: [number, number] | undefined
  let start = 0
  for (let i = 0; i <= values.length; i += 1) {
    if (values[i]) continue
    if (i > start && (!best || i - start > best[1] - best[0])) best = [start, i]
    start = i + 1
  }
  return best
}
