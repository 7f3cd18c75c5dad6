import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import { namesInstitution } from '../subject/names-institution.ts'
import type { SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({})

/**
 * No data set that a vendor declared is said to come from a hospital of the set: a device that was trained there knows its scanners
 * and its ways, even where no patient is shared, and says less about other hospitals.
 */
export const trainingElsewhere: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'training-elsewhere',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ training, institutions }) => {
    if (training.length === 0) return { notApplicable: 'nothing-declared' }
    if (training.every(({ dataSets }) => dataSets.length === 0)) return { notApplicable: 'no-data-sets-declared' }
    const findings = training.flatMap(({ device, dataSets }) =>
      dataSets
        .filter((one) => one.institutions.some((name) => institutions.some((own) => namesInstitution(name, own))))
        .map(({ name }): Finding => ({ code: 'training-from-here', parameters: { device, dataSet: name } })),
    )
    return { findings }
  },
}
