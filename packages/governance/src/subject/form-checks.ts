import { AssayError } from '@assay/contracts'
import type { Check, Examination } from '../engine/check.ts'
import type { Form, SeriesSubject } from './study.ts'

type FormOf<Kind extends Form['kind']> = Extract<Form, { kind: Kind }>

/** A check before it is told how it gets at what it measures. */
type FormCheck<Kind extends Form['kind'], Parameters> = Omit<Check<SeriesSubject, Parameters>, 'examine'> & {
  /** Decoded pixels or samples in, findings out. */
  measure(form: FormOf<Kind>, parameters: Parameters, series: SeriesSubject): Examination
}

/**
 * A check of what a series becomes in memory. A series of another kind is none of its business; one that has nothing to decode
 * makes it inconclusive.
 */
export function formCheck<Kind extends Form['kind'], Parameters>(
  kind: Kind,
  { measure, ...check }: FormCheck<Kind, Parameters>,
): Check<SeriesSubject, Parameters> {
  return {
    ...check,
    examine: async (series, parameters) => {
      const form = await series.form()
      if (!form) throw new AssayError('not-found', { what: 'pixels or samples' })
      return isOfKind(form, kind) ? measure(form, parameters, series) : { notApplicable: 'other-data' }
    },
  }
}

function isOfKind<Kind extends Form['kind']>(form: Form, kind: Kind): form is FormOf<Kind> {
  return form.kind === kind
}
