import type { QualityRule } from '@assay/contracts'
import type { SeriesSubject } from '../subject/study.ts'

/** Whether a rule speaks of a series. */
export function appliesTo(rule: QualityRule, series: SeriesSubject): boolean {
  const { modalities, sopClasses, exceptImageTypes = [], leastInstances = 1 } = rule.appliesTo ?? {}
  return (
    (!modalities || modalities.includes(series.modality)) &&
    (!sopClasses || (series.sopClass !== undefined && sopClasses.includes(series.sopClass))) &&
    !series.imageType.some((value) => exceptImageTypes.includes(value)) &&
    series.files >= leastInstances
  )
}
