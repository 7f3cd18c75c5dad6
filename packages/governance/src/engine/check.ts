import type { Finding, Measurement, notApplicableReasons, QualityTier } from '@assay/contracts'
import type { z } from 'zod'

/** What a check came to: what it measured and what is wrong, or why it has nothing to say about the subject. */
export type Examination =
  | { readonly measurements?: readonly Measurement[]; readonly findings: readonly Finding[] }
  | { readonly notApplicable: (typeof notApplicableReasons)[number] }

/** A check of data quality: a pure function of a subject and of parameters that a working group sets. */
export interface Check<Subject, Parameters> {
  readonly id: string
  /** Rises when the same subject and parameters may come to something else. */
  readonly version: number
  readonly tier: QualityTier
  readonly parameters: z.ZodType<Parameters>
  examine(subject: Subject, parameters: Parameters): Examination | Promise<Examination>
}

/** A check whose parameters were read: it can be held against subjects. */
interface PreparedCheck<Subject> {
  /** As the check's schema read them, with what it fills in. */
  readonly parameters: unknown
  examine(subject: Subject): Promise<Examination>
}

/** A check among others whose parameters differ. */
export interface RegisteredCheck<Subject> extends Pick<Check<Subject, unknown>, 'id' | 'version' | 'tier'> {
  /** @throws ZodError when the parameters are not the check's */
  prepare(parameters: unknown): PreparedCheck<Subject>
}

/** A check ready to stand in a registry. */
export function registered<Subject, Parameters>(check: Check<Subject, Parameters>): RegisteredCheck<Subject> {
  const { id, version, tier } = check
  return {
    ...{ id, version, tier },
    prepare: (given) => {
      const parameters = check.parameters.parse(given)
      return { parameters, examine: async (subject) => check.examine(subject, parameters) }
    },
  }
}
