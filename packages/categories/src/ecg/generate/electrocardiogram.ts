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

/**
 * Integrates z over the samples between two R peaks: the first half belongs to the former beat, the rest to the next. The
 * force depends on θ alone, so that the two middle steps of Runge–Kutta share one and the last is the next sample's first.
 */
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
  const former = wavesOf(morphologies[from.kind], interval, omega)
  const next = wavesOf(morphologies[to.kind], interval, omega)
  const step = 1 / samplingFrequency
  const forceAt = (theta: number, force: Float64Array) =>
    theta < Math.PI ? setForce(former, theta, force) : setForce(next, theta - 2 * Math.PI, force)
  const [before, middle, after] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)]
  const start = omega * ((first - 1) * step - from.seconds)
  forceAt(start, after)
  for (let i = first; i < last; i += 1) {
    const theta = start + omega * (i - first) * step
    before.set(after)
    forceAt(theta + (omega * step) / 2, middle)
    forceAt(theta + omega * step, after)
    for (let which = 0; which < 2; which += 1) {
      const lead = leads[which]!
      lead[i] = rungeKutta(lead[i - 1] ?? 0, before[which]!, middle[which]!, after[which]!, step)
    }
  }
}

/** One step of z′ = force − z. */
function rungeKutta(z: number, before: number, middle: number, after: number, step: number): number {
  const k1 = before - z
  const k2 = middle - (z + (k1 * step) / 2)
  const k3 = middle - (z + (k2 * step) / 2)
  const k4 = after - (z + k3 * step)
  return z + (step / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
}

/** The waves of a cycle in columns: angles, 1 / 2b², and h ω / b² in each of the two leads. */
interface CycleWaves {
  angles: Float64Array
  decays: Float64Array
  first: Float64Array
  second: Float64Array
}

/** Waves for a cycle of this length: QRS waves keep their time, P and T stretch with its square root. */
function wavesOf(morphology: Morphology, interval: number, omega: number): CycleWaves {
  const factors = morphology.map(({ isQrs }) => (isQrs ? 1 / interval : 1 / Math.sqrt(interval)))
  const columnOf = (value: (wave: Wave, factor: number) => number) =>
    Float64Array.from(morphology, (wave, i) => value(wave, factors[i]!))
  const steepnessOf = (wave: Wave, factor: number) => omega / (wave.width * factor) ** 2
  return {
    angles: columnOf((wave, factor) => wave.angle * factor),
    decays: columnOf((wave, factor) => 0.5 / (wave.width * factor) ** 2),
    first: columnOf((wave, factor) => wave.heights[0] * steepnessOf(wave, factor)),
    second: columnOf((wave, factor) => wave.heights[1] * steepnessOf(wave, factor)),
  }
}

function setForce({ angles, decays, first, second }: CycleWaves, theta: number, force: Float64Array): void {
  let sumOfFirst = 0
  let sumOfSecond = 0
  for (let k = 0; k < angles.length; k += 1) {
    const distance = theta - angles[k]!
    const exponent = distance * distance * decays[k]!
    if (exponent >= 20) continue
    const bell = distance * Math.exp(-exponent)
    sumOfFirst -= first[k]! * bell
    sumOfSecond -= second[k]! * bell
  }
  force[0] = sumOfFirst
  force[1] = sumOfSecond
}

function disturb(leads: readonly Float64Array[], samplingFrequency: number, noise: Noise, draws: Draws): void {
  const breathing = 0.2 + 0.1 * draws.uniform()
  const phase = 2 * Math.PI * draws.uniform()
  const { length } = leads[0]!
  const motion = stretches(length, samplingFrequency, noise.bursts, 0, () => 0.15 + 0.35 * draws.uniform(), draws)
  const contact = stretches(length, samplingFrequency, noise.dropouts, 1, () => 0.03 + 0.1 * draws.uniform(), draws)
  const common = new Float64Array(length)
  for (let i = 0; i < length; i += 1) {
    const seconds = i / samplingFrequency
    const breath = noise.wander * Math.sin(2 * Math.PI * breathing * seconds + phase)
    common[i] = breath + noise.mains * Math.sin(2 * Math.PI * 50 * seconds)
  }
  for (const lead of leads) {
    let drift = 0
    for (let i = 0; i < length; i += 1) {
      drift += 0.002 * noise.wander * draws.normal() - 0.0005 * drift
      lead[i] = lead[i]! * contact[i]! + drift + common[i]! + (noise.muscle + motion[i]!) * draws.normal()
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
