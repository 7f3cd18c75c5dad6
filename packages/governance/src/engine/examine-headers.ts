import type { QualityRule } from '@assay/contracts'
import type { Examination, HeaderPass, RegisteredCheck } from './check.ts'

/** Looks at headers for a rule. */
export interface HeaderExaminer extends Pick<HeaderPass, 'see'> {
  /** What it came to. Throws what the check threw at a header, which stops no other rule. */
  readonly examine: () => Examination
}

/** What looks at headers for a rule; undefined for a check that looks at something else. */
export function headerExaminer<Subject>(
  check: RegisteredCheck<Subject>,
  { parameters }: QualityRule,
): HeaderExaminer | undefined {
  const pass = check.beginPass?.(parameters)
  if (!pass) return undefined
  let failure: { readonly error: unknown } | undefined
  return {
    see: (...seen) => {
      if (failure) return
      try {
        pass.see(...seen)
      } catch (error) {
        failure = { error }
      }
    },
    examine: () => {
      if (failure) throw failure.error
      return pass.end()
    },
  }
}
