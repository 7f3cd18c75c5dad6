import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { backgroundOf } from './measure/background.ts'
import { judgeValue } from './measure/judge-value.ts'
import { middleSlices } from './measure/middle-slices.ts'

const parameters = z.strictObject({ least: z.number().positive() })

/** Signal to noise of an MR magnitude image. Source: see `mrSignalToNoise`. */
export const mrSignalToNoiseCheck = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'mr-signal-to-noise',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { least }, series) => {
    const value = mrSignalToNoise(volume)
    if (value === undefined) return { notApplicable: 'no-background' }
    const where = { series: series.id }
    return judgeValue({ name: 'signal-to-noise', value, unit: '1', least, where, code: 'mr-noisy' })
  },
})

/**
 * Mean signal of the object over the noise, which in a magnitude image's air has a Rayleigh distribution: 0.655 times the signal over
 * the air's standard deviation. The median over the middle third of the slices. Parallel imaging makes noise differ over the image,
 * so that it compares series of one protocol, no more.
 * Source: Henkelman, Med. Phys. 1985;12:232–233 (√(2 − π/2) = 0.655); NEMA MS 1, method 4 (unverified).
 */
export function mrSignalToNoise(volume: Volume): number | undefined {
  const ratios = middleSlices(volume).flatMap((z) => {
    const background = backgroundOf(volume, z)
    return background ? [(rayleigh * background.object) / background.deviation] : []
  })
  return ratios.sort((a, b) => a - b)[ratios.length >> 1]
}

const rayleigh = Math.sqrt(2 - Math.PI / 2)
