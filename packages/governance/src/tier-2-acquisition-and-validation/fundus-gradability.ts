import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { type FundusMeasures, fundusMeasures } from './measure/fundus-measures.ts'

/** Least values for a good and for a usable photograph. */
const least = z.strictObject({ good: z.number(), usable: z.number() })

const parameters = z.strictObject({
  field: least,
  focus: least,
  /** Also most values: an overexposed photograph shows as little as a dark one. */
  brightness: z.strictObject({ good: z.tuple([z.number(), z.number()]), usable: z.tuple([z.number(), z.number()]) }),
  evenness: least,
  /** The grade that is taken at least. */
  accept: z.enum(['good', 'usable']).default('usable'),
})
type Limits = z.infer<typeof parameters>

/**
 * Whether a fundus photograph can be graded: Good, Usable or Reject, the worst of field, focus, brightness and evenness.
 * Source: the three grades and their criteria of Fu et al., Evaluation of retinal image quality assessment networks in different color-spaces
 * (EyeQ), MICCAI 2019; the measures and limits are this platform’s.
 */
export const fundusGradability = formCheck<'photographs', Limits>('photographs', {
  id: 'fundus-gradability',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ photographs }, limits, series) => {
    const graded = photographs.map((photograph) => gradeFundus(fundusMeasures(photograph), limits))
    const needed = limits.accept === 'good' ? 2 : 1
    const findings = graded.flatMap(({ faults, grade }, index) =>
      grade >= needed
        ? []
        : faults
            .filter((fault) => fault.grade < needed)
            .map(({ grade: _, ...fault }): Finding => ({ ...fault, where: { series: series.id, frame: index + 1 } })),
    )
    const worst = Math.min(...graded.map(({ grade }) => grade))
    return { measurements: [{ name: 'fundus-grade', value: worst, unit: '1' }], findings }
  },
})

type Fault = Pick<Finding, 'code' | 'measured' | 'expected'> & { readonly grade: number }

/** 2 for good, 1 for usable, 0 for reject, with what keeps it from being good. */
function gradeFundus(measures: FundusMeasures | undefined, limits: Limits): { grade: number; faults: Fault[] } {
  if (!measures) return { grade: 0, faults: [{ grade: 0, code: 'fundus-field-missing' }] }
  const { field, focus, brightness, evenness } = measures
  const judge = (code: Fault['code'], value: number, { good, usable }: { good: number; usable: number }): Fault => ({
    code,
    grade: value >= good ? 2 : value >= usable ? 1 : 0,
    measured: { value, unit: '1' },
    expected: { least: limits.accept === 'good' ? good : usable, unit: '1' },
  })
  const isWithin = ([low, high]: readonly [number, number]) => brightness >= low && brightness <= high
  const [low, high] = limits.brightness[limits.accept]
  const faults: Fault[] = [
    judge('fundus-field-cut', field, limits.field),
    judge('fundus-out-of-focus', focus, limits.focus),
    {
      code: 'fundus-brightness-odd',
      grade: isWithin(limits.brightness.good) ? 2 : isWithin(limits.brightness.usable) ? 1 : 0,
      measured: { value: brightness, unit: '1' },
      expected: { least: low, most: high, unit: '1' },
    },
    judge('fundus-uneven', evenness, limits.evenness),
  ]
  return { grade: Math.min(...faults.map(({ grade }) => grade)), faults: faults.filter(({ grade }) => grade < 2) }
}
