import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { boxMean } from './box-mean.ts'
import { eachWindow } from './each-window.ts'
import { correlation } from './find-lead.ts'
import { bandPower, powerSpectrum } from './power-spectrum.ts'

/** Printed by bench/oracles/quality-measures.py. */
const oracle: {
  welch: { rate: number; samples: number[]; density: number[] }
  windows: { values: number[]; size: [number, number, number]; means: number[]; deviations: number[] }
  box: { width: number; height: number; radius: number; values: number[]; weight: number[]; means: number[] }
  correlation: { a: number[]; b: number[]; value: number }
} = JSON.parse(readFileSync(new URL('quality-measures.oracle.json', import.meta.url), 'utf8'))

function expectEqual(ours: ArrayLike<number>, theirs: readonly number[]) {
  expect(ours.length).toBe(theirs.length)
  theirs.forEach((value, i) => {
    expect(Math.abs(ours[i]! - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
  })
}

describe('what quality is measured with', () => {
  it('gives the power spectrum of scipy.signal.welch', () => {
    const { rate, samples, density } = oracle.welch
    expectEqual(powerSpectrum(Float64Array.from(samples), rate)!.density, density)
  })

  it('keeps the power of a signal: a sine wave of amplitude 3 has 4.5', () => {
    const sine = Float64Array.from({ length: 4096 }, (_, i) => 3 * Math.sin((2 * Math.PI * 10 * i) / 256))
    expect(bandPower(powerSpectrum(sine, 256)!, 8, 12)).toBeCloseTo(4.5, 6)
  })

  it('leaves out what is missing, and says nothing of too little', () => {
    const { rate, samples } = oracle.welch
    const whole = powerSpectrum(Float64Array.from(samples.slice(0, 1024)), rate)!
    // The gap takes the second segment's place.
    const gap = Float64Array.from(samples, (value, i) => (i < 1024 ? value : Number.NaN))
    const signal = gap.map((value, i) => (i >= 1024 && i < 1100 ? Number.NaN : value))
    expectEqual(powerSpectrum(signal, rate)!.density, [...whole.density])
    expect(powerSpectrum(new Float64Array(200), rate)).toBeUndefined()
  })

  it('gives numpy’s means and deviations of windows', () => {
    const { values, size, means, deviations } = oracle.windows
    const found: [number, number][] = []
    eachWindow({ values: Int16Array.from(values), size }, [-1e9, 1e9], (mean, deviation) =>
      found.push([mean, deviation]),
    )
    expectEqual(
      found.map(([mean]) => mean),
      means,
    )
    expectEqual(
      found.map(([, deviation]) => deviation),
      deviations,
    )
  })

  it('gives scipy’s means over boxes of what has weight', () => {
    const { width, height, radius, values, weight, means } = oracle.box
    expectEqual(boxMean({ width, height, values: Float64Array.from(values) }, radius, Float64Array.from(weight)), means)
  })

  it('gives numpy’s correlation', () => {
    const { a, b, value } = oracle.correlation
    expect(correlation(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(value, 12)
  })
})
