import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SeriesSubject } from '../subject/study.ts'

const parameters = z.strictObject({
  /** Units that a channel may be given in, in UCUM, e.g. mV. */
  units: z.array(z.string().min(1).max(32)).min(1),
})

/** Every channel of a waveform is given in a unit of the data standard. Source: UCUM; DICOM PS3.3 C.10.9 (Channel Sensitivity). */
export const waveformUnits: Check<SeriesSubject, z.infer<typeof parameters>> = {
  id: 'waveform-units',
  version: 1,
  tier: 1,
  parameters,
  examine: async (series, { units }) => {
    const form = await series.form()
    if (form?.kind !== 'waveform') return { notApplicable: 'other-data' }
    const odd = form.waveform.channels.filter((channel) => !units.includes(channel.units))
    return {
      findings: odd.map(
        (channel): Finding => ({
          code: 'waveform-unit-unexpected',
          measured: { value: channel.units, unit: '' },
          expected: { oneOf: units, unit: '' },
          where: { series: series.id, channel: channel.name },
        }),
      ),
    }
  },
}
