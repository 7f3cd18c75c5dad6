import type { Draws } from '@assay/statistics'
import type { GeneratedBeat } from './beat-sequence.ts'
import { type Morphology, morphologies, type Wave } from './morphology.ts'

/** Disturbances of a recording. */
export interface Noise {
  /** Baseline wander: height of the breathing component, mV. */
  wander: number
  /** Mains at 50 Hz, height in mV. */
  mains: number
  /** Muscle: standard deviation, mV. */
  muscle: number
  /** Bursts of electrode motion: how many, each some seconds long. */
  bursts: number
  /** Stretches of bad contact: how many, each some seconds in which little of the signal is left. */
  dropouts: number
}

/**
 * Two leads of an electrocardiogram, mV, from the dynamical model of McSharry and others: the angle θ runs once round a
 * cycle from R peak to R peak; z′ = −Σ (h ω / b²) Δθ exp(−Δθ² / 2b²) − (z − z₀), integrated by Runge–Kutta of fourth
 * order at the sampling frequency. Their x and y only carry θ on the unit circle, so θ is integrated itself; h = a b² / ω
 * is a wave's height, held over changing rates; QRS waves keep their length in time.
 *
 * Source: *IEEE Trans. Biomed. Eng.* 50:289–294 (2003), eqs 1 and 2.
 */
export function electrocardiogram(
  beats: readonly GeneratedBeat[],
  seconds: number,
  samplingFrequency: number,
  noise: Noise,
  draws: Draws,
): [Float64Array, Float64Array] {
  const length = Math.round(seconds * samplingFrequency)
  const leads: [Float64Array, Float64Array] = [new Float64Array(length), new Float64Array(length)]
  for (let i = 0; i + 1 < beats.length; i += 1) fillCycle(leads, beats[i]!, beats[i + 1]!, samplingFrequency)
  disturb(leads, samplingFrequency, noise, draws)
  return leads
}

/** Integrates z over the samples between two R peaks: the first half belongs to the former beat, the rest to the next. */
function fillCycle(
  leads: readonly [Float64Array, Float64Array],
  from: GeneratedBeat,
  to: GeneratedBeat,
  samplingFrequency: number,
): void {
  const interval = to.seconds - from.seconds
  const omega = (2 * Math.PI) / interval
  const first = Math.ceil(from.seconds * samplingFrequency)
  const last = Math.min(Math.ceil(to.seconds * samplingFrequency), leads[0].length)
  const former = scaled(morphologies[from.kind], interval)
  const next = scaled(morphologies[to.kind], interval)
  const step = 1 / samplingFrequency
  leads.forEach((lead, which) => {
    const slope = (theta: number, z: number) => {
      const own = theta < Math.PI ? former : next
      return forcing(own, theta < Math.PI ? theta : theta - 2 * Math.PI, omega, which as 0 | 1) - z
    }
    let z = lead[first - 1] ?? 0
    for (let i = first; i < last; i += 1) {
      const theta = omega * ((i - 1) / samplingFrequency - from.seconds)
      z = rungeKutta(slope, theta, z, omega, step)
      lead[i] = z
    }
  })
}

function rungeKutta(
  slope: (theta: number, z: number) => number,
  theta: number,
  z: number,
  omega: number,
  step: number,
): number {
  const k1 = slope(theta, z)
  const k2 = slope(theta + (omega * step) / 2, z + (k1 * step) / 2)
  const k3 = slope(theta + (omega * step) / 2, z + (k2 * step) / 2)
  const k4 = slope(theta + omega * step, z + k3 * step)
  return z + (step / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
}

function forcing(waves: readonly Wave[], theta: number, omega: number, lead: 0 | 1): number {
  let sum = 0
  for (const { angle, width, heights } of waves) {
    const distance = theta - angle
    const square = (distance * distance) / (2 * width * width)
    if (square < 20) sum -= ((heights[lead] * omega) / (width * width)) * distance * Math.exp(-square)
  }
  return sum
}

/** Waves for a cycle of this length: QRS waves keep their time, P and T stretch with its square root. */
function scaled(morphology: Morphology, interval: number): Wave[] {
  return morphology.map((wave) => {
    const factor = wave.isQrs ? 1 / interval : 1 / Math.sqrt(interval)
    return { ...wave, angle: wave.angle * factor, width: wave.width * factor }
  })
}

function disturb(leads: readonly Float64Array[], samplingFrequency: number, noise: Noise, draws: Draws): void {
  const breathing = 0.2 + 0.1 * draws.uniform()
  const phase = 2 * Math.PI * draws.uniform()
  const { length } = leads[0]!
  const motion = stretches(length, samplingFrequency, noise.bursts, 0, () => 0.15 + 0.35 * draws.uniform(), draws)
  const contact = stretches(length, samplingFrequency, noise.dropouts, 1, () => 0.03 + 0.1 * draws.uniform(), draws)
  for (const lead of leads) {
    let drift = 0
    for (let i = 0; i < lead.length; i += 1) {
      const seconds = i / samplingFrequency
      drift += 0.002 * noise.wander * draws.normal() - 0.0005 * drift
      lead[i] =
        lead[i]! * contact[i]! +
        drift +
        noise.wander * Math.sin(2 * Math.PI * breathing * seconds + phase) +
        noise.mains * Math.sin(2 * Math.PI * 50 * seconds) +
        (noise.muscle + motion[i]!) * draws.normal()
    }
  }
}

/** A value over time: `usual`, but for some stretches of 2 to 8 s that have a value of their own. */
function stretches(
  length: number,
  samplingFrequency: number,
  count: number,
  usual: number,
  value: () => number,
  draws: Draws,
): Float64Array {
  const values = new Float64Array(length).fill(usual)
  for (let stretch = 0; stretch < count; stretch += 1) {
    const from = draws.below(length)
    const seconds = 2 + 6 * draws.uniform()
    values.fill(value(), from, from + Math.round(seconds * samplingFrequency))
  }
  return values
}
