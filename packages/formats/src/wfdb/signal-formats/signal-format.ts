/** How the samples of a WFDB signal file are packed; the channels of a file take turns. */
export interface SignalFormat {
  /** Its number in a header. */
  number: number
  /** The lowest value, which stands for a sample that is missing. */
  least: number
  /** Values are first differences of their channel, from the header's initial value on. */
  areDifferences?: boolean
  /** Bytes that hold this many samples of all channels together. */
  bytesFor(samples: number): number
  /** Whole samples, of all channels together, in so many bytes. */
  samplesIn(bytes: number): number
  decode(bytes: Uint8Array, samples: number): Int32Array
  encode(values: Int32Array): Uint8Array
}
