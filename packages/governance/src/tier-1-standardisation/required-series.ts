import { number } from '@assay/formats'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SeriesSubject, StudySubject } from '../subject/study.ts'

const parameters = z.strictObject({
  modalities: z.array(z.string().min(1).max(16)).min(1),
  /** Series of fewer images do not count: files, or frames of one. A file that is no DICOM is a volume, and counts as whole. */
  leastInstances: z.number().int().min(1).default(1),
  exceptImageTypes: z.array(z.string()).default([]),
  /** How many such series the study has at least. */
  least: z.number().int().min(1).default(1),
})

/** The study holds the series that its category is about: without them every rule on such series would pass for want of any. */
export const requiredSeries: Check<StudySubject, z.infer<typeof parameters>> = {
  id: 'required-series',
  version: 2,
  tier: 1,
  parameters,
  examine: async ({ series }, { modalities, leastInstances, exceptImageTypes, least }) => {
    const candidates = series.filter(
      ({ modality, imageType }) =>
        modalities.includes(modality) && !imageType.some((value) => exceptImageTypes.includes(value)),
    )
    const areEnough = await Promise.all(candidates.map((one) => hasImages(one, leastInstances)))
    const count = areEnough.filter(Boolean).length
    const measurements = [{ name: 'series', value: count, unit: '{count}' }]
    if (count >= least) return { measurements, findings: [] }
    const parameters = { modalities: modalities.join(', '), instances: leastInstances }
    const [measured, expected] = [
      { value: count, unit: '{count}' },
      { least, unit: '{count}' },
    ]
    return { measurements, findings: [{ code: 'series-missing', parameters, measured, expected }] }
  },
}

async function hasImages(series: SeriesSubject, least: number): Promise<boolean> {
  // Every file is an image at least.
  if (series.files >= least) return true
  let [images, ofDicom] = [0, 0]
  for await (const { dataset } of series.headers()) {
    images += Math.max(1, number(dataset, '00280008') ?? 1)
    ofDicom += 1
  }
  return ofDicom < series.files || images >= least
}
