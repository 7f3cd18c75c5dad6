import type { Figure } from '../frame/figure.ts'
import { release } from '../frame/site-summary.ts'
import { classification, classificationParameters } from './classification-estimator.ts'
import type { ClassifiedCase } from './classified-case.ts'

/**
 * The figures of the estimator `classification` for cases that all lie at one place.
 * @param prevalence in (0, 1); without it there are no predictive values
 */
export function classifiedFigures(cases: readonly ClassifiedCase[], prevalence?: number): Figure[] {
  const parameters = classificationParameters.parse(prevalence === undefined ? {} : { prevalence })
  const released = release(classification.summarise(cases, parameters), ({ value }) => ({ kind: 'exact', value }))
  return classification.estimate(classification.merge([{ site: 'here', released }], parameters), parameters)
}
