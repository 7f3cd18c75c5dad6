import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { IntegrationSubject, Statement } from '../subject/integration.ts'

const parameters = z.strictObject({
  /** What image, report and reference have to say alike. */
  about: z.array(z.enum(['patient', 'sex', 'laterality', 'bodyPart', 'study'])).min(1),
  /** Years by which ages may differ, since a report is written later. */
  ageWithin: z.number().min(0).default(1),
})

/**
 * Image, report and reference standard speak of one patient and one examination: what each says is compared, and what a
 * report or a reference refers to has to lie in the study.
 */
export const statementsAgree: Check<IntegrationSubject, z.infer<typeof parameters>> = {
  id: 'statements-agree',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ statements, instances }, { about, ageWithin }) => {
    if (statements.length < 2) return { notApplicable: 'nothing-to-compare' }
    return {
      findings: [
        ...about.flatMap((name) => contradictions(statements, name)),
        ...agesApart(statements, ageWithin),
        ...strayReferences(statements, new Set(instances)),
      ],
    }
  },
}

type Compared = 'patient' | 'sex' | 'laterality' | 'bodyPart' | 'study'

/** Values are never shown: a patient's are personal, and the steward opens the files. */
function contradictions(statements: readonly Statement[], about: Compared): Finding[] {
  const saying = statements.filter((one) => one[about] !== undefined)
  const [first] = saying
  return saying
    .filter((one) => one[about] !== first?.[about])
    .map((one) => contradiction(first!, one, about === 'bodyPart' ? 'body-part' : about))
}

function agesApart(statements: readonly Statement[], within: number): Finding[] {
  const saying = statements.filter(({ age }) => age !== undefined)
  const [first] = saying
  return saying
    .filter(({ age }) => Math.abs(age! - first!.age!) > within)
    .map((one) => contradiction(first!, one, 'age'))
}

function contradiction(first: Statement, other: Statement, about: string): Finding {
  return { code: 'statements-differ', parameters: { about, other: first.file }, where: { file: other.file } }
}

function strayReferences(statements: readonly Statement[], instances: ReadonlySet<string>): Finding[] {
  return statements.flatMap(({ file, references = [] }) => {
    const stray = references.filter((one) => !instances.has(one)).length
    const measured = { value: stray, unit: '{count}' }
    return stray > 0 ? [{ code: 'reference-astray' as const, measured, where: { file } }] : []
  })
}
