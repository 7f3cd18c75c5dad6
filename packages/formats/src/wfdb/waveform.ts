/** Stands for a sample that is missing: the lowest value of an Int32Array. */
export const missingSample = -(2 ** 31)

/** One channel of a waveform. Physical value = (sample − baseline) / gain, in `units`. */
export interface WaveformChannel {
  name: string
  units: string
  /** ADC units a physical unit, > 0. */
  gain: number
  /** ADC value of physical zero. */
  baseline: number
  /** ADC values, one a sample time; `missingSample` where there is none. */
  samples: Int32Array
}

/** A waveform in memory: channels of equal length on one clock. */
export interface Waveform {
  /** Hz */
  samplingFrequency: number
  /** Samples a channel. */
  length: number
  channels: WaveformChannel[]
  /** Comments of the source, which may identify a patient. */
  comments: string[]
}
