import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { findLead, rootMeanSquare } from './measure/find-lead.ts'

const parameters = z.strictObject({
  /** Most that I + III − II may be of the largest of the three, per cent (root mean squares). */
  most: z.number().positive(),
})

/** The limb leads belong together: I + III = II at every instant. Source: Einthoven, Lancet 1912;179:853–861. */
export const ecgEinthoven = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-einthoven',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { most }, series) => {
    const [first, second, third] = ['I', 'II', 'III'].map((name) => findLead(waveform, name))
    if (!first || !second || !third) return { notApplicable: 'leads-missing' }
    const value = einthovenResidual(first, second, third)
    const measurements = [{ name: 'einthoven-residual', value, unit: '%' }]
    if (value <= most) return { measurements, findings: [] }
    const expected = { most, unit: '%' }
    return {
      measurements,
      findings: [
        { code: 'ecg-leads-disagree', measured: { value, unit: '%' }, expected, where: { series: series.id } },
      ],
    }
  },
})

/** Root mean square of I + III − II in per cent of the largest lead's; 0 where none moves. */
export function einthovenResidual(first: Float64Array, second: Float64Array, third: Float64Array): number {
  const residual = rootMeanSquare(first.map((value, i) => value + third[i]! - second[i]!))
  const largest = Math.max(...[first, second, third].map(rootMeanSquare))
  return largest > 0 ? (100 * residual) / largest : 0
}
