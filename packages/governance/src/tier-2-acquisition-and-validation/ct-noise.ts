import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SeriesSubject } from '../subject/study.ts'
import { globalNoise } from './measure/global-noise.ts'

const parameters = z.strictObject({
  /** Most noise that is taken, HU. */
  most: z.number().positive(),
  /** Soft tissue: windows whose mean lies here are measured, HU. */
  tissue: z.tuple([z.number(), z.number()]).default([0, 100]),
})

/** Noise of a CT series in soft tissue, measured from its pixels. Source: see `globalNoise`. */
export const ctNoise: Check<SeriesSubject, z.infer<typeof parameters>> = {
  id: 'ct-noise',
  version: 1,
  tier: 2,
  parameters,
  examine: async (series, { most, tissue }) => {
    const form = await series.form()
    if (form?.kind !== 'volume') return { notApplicable: 'other-data' }
    const noise = globalNoise(form.volume, tissue)
    if (!noise) return { notApplicable: 'too-little-tissue' }
    const measurements = [{ name: 'noise', value: noise.level, unit: "[hnsf'U]" }]
    if (noise.level <= most) return { measurements, findings: [] }
    const finding: Finding = {
      code: 'noise-too-high',
      measured: { value: noise.level, unit: "[hnsf'U]" },
      expected: { most, unit: "[hnsf'U]" },
      where: { series: series.id },
    }
    return { measurements, findings: [finding] }
  },
}
