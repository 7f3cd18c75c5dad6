import type { Draws } from '@assay/statistics'

/** Heart rate and its variability. */
export interface Rhythm {
  /** Mean heart rate, beats a minute. */
  heartRate: number
  /** Standard deviation of the RR intervals, seconds. */
  deviation: number
  /** Power at 0.1 Hz (Mayer waves) over power at 0.25 Hz (breathing). */
  lowToHigh: number
}

const steps = 400
const stepWidth = 0.5 / steps

/**
 * RR intervals with the bimodal power spectrum of McSharry and others: Gaussians of width 0.01 Hz at 0.1 and 0.25 Hz,
 * random phases, scaled to the wanted mean and deviation. Returns the RR interval (s) at a time (s).
 *
 * Source: McSharry, Clifford, Tarassenko, Smith, *IEEE Trans. Biomed. Eng.* 50:289–294 (2003), eq. 3.
 */
export function tachogram({ heartRate, deviation, lowToHigh }: Rhythm, draws: Draws): (seconds: number) => number {
  const mean = 60 / heartRate
  const amplitudes = new Float64Array(steps)
  const phases = new Float64Array(steps)
  let power = 0
  for (let k = 0; k < steps; k += 1) {
    const frequency = (k + 1) * stepWidth
    amplitudes[k] = Math.sqrt(lowToHigh * bump(frequency, 0.1) + bump(frequency, 0.25))
    phases[k] = 2 * Math.PI * draws.uniform()
    power += amplitudes[k]! ** 2 / 2
  }
  const scale = deviation / Math.sqrt(power)
  return (seconds) => {
    let sum = 0
    for (let k = 0; k < steps; k += 1)
      if (amplitudes[k]! > 1e-6)
        sum += amplitudes[k]! * Math.cos(2 * Math.PI * (k + 1) * stepWidth * seconds + phases[k]!)
    return Math.max(0.3, mean + scale * sum)
  }
}

function bump(frequency: number, centre: number): number {
  const width = 0.01
  return Math.exp(-((frequency - centre) ** 2) / (2 * width ** 2)) / Math.sqrt(2 * Math.PI * width ** 2)
}
