import type { Check, Examination } from '../../engine/check.ts'
import type { SeriesSubject } from '../../subject/study.ts'
import { type Plane, planesOf } from './planes.ts'

/** A check of where a series' planes lie. */
type PlaneCheck<Parameters> = Omit<Check<SeriesSubject, Parameters>, 'examine'> & {
  /** Two planes or more. */
  judge(planes: readonly Plane[], parameters: Parameters, series: SeriesSubject): Examination
}

/** A check of planes: it does not apply to a series with fewer than two that have a place. */
export function planeCheck<Parameters>({ judge, ...check }: PlaneCheck<Parameters>): Check<SeriesSubject, Parameters> {
  return {
    ...check,
    examine: async (series, parameters) => {
      const { planes } = await planesOf(series)
      return planes.length < 2 ? { notApplicable: 'too-few-slices' } : judge(planes, parameters, series)
    },
  }
}
