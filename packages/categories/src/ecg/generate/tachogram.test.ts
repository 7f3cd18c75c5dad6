import { drawsOf } from '@assay/statistics'
import { describe, expect, it } from 'vitest'
import { tachogram } from './tachogram.ts'

const seconds = 2000
const rate = 2

/** RR intervals at twice a second, long enough that both bands are made of many frequencies. */
function intervalsOf(lowToHigh: number): Float64Array {
  const intervalAt = tachogram({ heartRate: 75, deviation: 0.03, lowToHigh }, drawsOf(5, 1))
  return Float64Array.from({ length: seconds * rate }, (_, i) => intervalAt(i / rate))
}

/** Power between two frequencies, by a plain Fourier sum. */
function power(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let k = Math.ceil(from * seconds); k < to * seconds; k += 1) {
    let re = 0
    let im = 0
    for (let i = 0; i < values.length; i += 1) {
      const angle = (2 * Math.PI * k * i) / values.length
      re += values[i]! * Math.cos(angle)
      im += values[i]! * Math.sin(angle)
    }
    sum += re * re + im * im
  }
  return sum
}

describe('tachogram', () => {
  it('has the mean and the deviation that it was asked for', () => {
    const intervals = intervalsOf(0.5)
    const mean = intervals.reduce((sum, value) => sum + value, 0) / intervals.length
    const variance = intervals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / intervals.length
    expect(mean).toBeCloseTo(0.8, 3)
    expect(Math.sqrt(variance)).toBeCloseTo(0.03, 3)
  })

  // Bands of heart rate variability: low 0.04–0.15 Hz, high 0.15–0.4 Hz (Task Force, Circulation 93:1043, 1996).
  it.each([0.5, 2])('has a power at low frequencies over that at high ones of %d', (lowToHigh) => {
    const intervals = intervalsOf(lowToHigh)
    expect(power(intervals, 0.04, 0.15) / power(intervals, 0.15, 0.4) / lowToHigh).toBeCloseTo(1, 1)
  })
})
