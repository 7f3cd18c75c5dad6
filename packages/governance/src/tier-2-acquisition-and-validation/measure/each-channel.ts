import type { Finding, FindingPlace, Measurement } from '@assay/contracts'
import type { Waveform } from '@assay/formats'
import type { Examination } from '../../engine/check.ts'
import type { SeriesSubject } from '../../subject/study.ts'
import { physicalSignal } from './physical-signal.ts'

/** What one channel came to, and where in it, if somewhere. */
type Measured = number | { readonly value: number; readonly seconds: readonly [number, number] | undefined }

/**
 * Measures every channel and holds the value to a limit. The worst channel's value stands for the record; each channel beyond the
 * limit is a finding. A channel that gives no value is passed over; when none gives one, the check does not apply.
 */
export function eachChannel(
  waveform: Waveform,
  series: SeriesSubject,
  given: {
    name: string
    unit: string
    code: Finding['code']
    expected: { least: number } | { most: number }
    measure(signal: Float64Array): Measured | undefined
  },
): Examination {
  const measured = waveform.channels.flatMap((channel) => {
    const result = given.measure(physicalSignal(channel))
    if (result === undefined) return []
    const { value, seconds } = typeof result === 'number' ? { value: result, seconds: undefined } : result
    const where: FindingPlace = { series: series.id, channel: channel.name }
    return [{ value, where: seconds ? { ...where, seconds: [...seconds] as [number, number] } : where }]
  })
  if (measured.length === 0) return { notApplicable: 'too-short' }
  const { name, unit, code, expected } = given
  const isBeyond = (value: number) => ('least' in expected ? value < expected.least : value > expected.most)
  const values = measured.map(({ value }) => value)
  const worst: Measurement = { name, unit, value: 'least' in expected ? Math.min(...values) : Math.max(...values) }
  return {
    measurements: [worst],
    findings: measured
      .filter(({ value }) => isBeyond(value))
      .map(({ value, where }) => ({ code, measured: { value, unit }, expected: { ...expected, unit }, where })),
  }
}
