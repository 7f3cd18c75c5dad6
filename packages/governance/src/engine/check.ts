import type { Finding, Measurement, notApplicableReasons, QualityTier } from '@assay/contracts'
import type { z } from 'zod'
import type { Header, SeriesSubject } from '../subject/study.ts'

/** What a check came to: what it measured and what is wrong, or why it has nothing to say about the subject. */
export type Examination =
  | { readonly measurements?: readonly Measurement[]; readonly findings: readonly Finding[] }
  | { readonly notApplicable: (typeof notApplicableReasons)[number] }

/** How a header differs from the one before it. */
export interface Changes {
  /** Whether nothing can be compared: it is the first, or is written otherwise. */
  readonly isOther: boolean
  /** Tags of the top level whose element is not the same, byte by byte, is new, or has gone. */
  readonly tags: ReadonlySet<string>
}

/** What a check makes of headers that go by. */
export interface HeaderPass {
  /** Looks at a header; each series begins with one that can't be compared. */
  see(header: Header, changes: Changes, series: SeriesSubject): void
  end(): Examination
}

/** A check of data quality: a pure function of a subject and of parameters that a working group sets. */
export interface Check<Subject, Parameters> {
  readonly id: string
  /** Rises when the same subject and parameters may come to something else. */
  readonly version: number
  readonly tier: QualityTier
  readonly parameters: z.ZodType<Parameters>
  examine(subject: Subject, parameters: Parameters): Examination | Promise<Examination>
  /** Of a check that looks at nothing but headers: so that one reading of them serves all such checks. */
  begin?(parameters: Parameters): HeaderPass
}

/** A check whose parameters were read: it can be held against subjects. */
interface PreparedCheck<Subject> {
  /** As the check's schema read them, with what it fills in. */
  readonly parameters: unknown
  examine(subject: Subject): Promise<Examination>
}

/** A check among others whose parameters differ. */
export interface RegisteredCheck<Subject> extends Pick<Check<Subject, unknown>, 'id' | 'version' | 'tier'> {
  /** Of a check that looks at nothing but headers. @throws ZodError as `prepare` */
  readonly beginPass: ((parameters: unknown) => HeaderPass) | undefined
  /** @throws ZodError when the parameters are not the check's */
  prepare(parameters: unknown): PreparedCheck<Subject>
}

/** A check ready to stand in a registry. */
export function registered<Subject, Parameters>(check: Check<Subject, Parameters>): RegisteredCheck<Subject> {
  const { id, version, tier } = check
  return {
    id,
    version,
    tier,
    beginPass: check.begin && ((given) => check.begin!(check.parameters.parse(given))),
    prepare: (given) => {
      const parameters = check.parameters.parse(given)
      return { parameters, examine: async (subject) => check.examine(subject, parameters) }
    },
  }
}
