import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { correlation, findLead } from './measure/find-lead.ts'

const parameters = z.strictObject({
  /** Least correlation of lead I with V6, which look from the same side; below it the arms were most likely exchanged. */
  least: z.number().min(-1).max(0),
})

/**
 * Arms exchanged: lead I is upside down, V6 is not, so that they run against each other. A heuristic: dextrocardia and wide axes look
 * alike, which is why a person has to look. Source: lead I against V6 as sign of left–right arm reversal (common knowledge of the field,
 * unverified).
 */
export const ecgLeadReversal = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-lead-reversal',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { least }, series) => {
    const [first, sixth] = ['I', 'V6'].map((name) => findLead(waveform, name))
    if (!first || !sixth) return { notApplicable: 'leads-missing' }
    const value = correlation(first, sixth)
    const measurements = [{ name: 'correlation-of-i-and-v6', value, unit: '1' }]
    if (value >= least) return { measurements, findings: [] }
    const expected = { least, unit: '1' }
    const where = { series: series.id, channel: 'I' }
    return {
      measurements,
      findings: [{ code: 'ecg-leads-exchanged', measured: { value, unit: '1' }, expected, where }],
    }
  },
})
