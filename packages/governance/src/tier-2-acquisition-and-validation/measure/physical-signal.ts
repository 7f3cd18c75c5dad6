import { missingSample, type WaveformChannel } from '@assay/formats'

/** Millivolts of a unit of voltage. */
const millivolts: Readonly<Record<string, number>> = { V: 1000, mV: 1, uV: 1e-3, µV: 1e-3, nV: 1e-6 }

/** A channel's samples in millivolts, NaN where there is none; in the channel's own unit where that is no voltage. */
export function physicalSignal({ samples, baseline, gain, units }: WaveformChannel): Float64Array {
  const factor = (millivolts[units] ?? 1) / gain
  return Float64Array.from(samples, (sample) => (sample === missingSample ? Number.NaN : (sample - baseline) * factor))
}
