import { missingSample, type Waveform } from './waveform.ts'

/** The tightest of the common signal formats (212, 16, 32) whose range holds every sample of a waveform. */
export function smallestFormat({ channels }: Waveform): number {
  const within = (limit: number) =>
    channels.every(({ samples }) => samples.every((one) => one === missingSample || (one > -limit && one < limit)))
  if (within(2 ** 11)) return 212
  return within(2 ** 15) ? 16 : 32
}
