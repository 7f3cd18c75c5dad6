import type { Finding, Measurement } from '@assay/contracts'
import type { Dataset } from '@assay/formats'
import type { Check } from '../engine/check.ts'
import { datasetsOf } from './attributes.ts'
import type { SeriesSubject } from './study.ts'

/** A fault in one file's header: faults alike are told once, with how many files have them. */
export type HeaderFault = Omit<Finding, 'where'> & { readonly attribute?: string; readonly frame?: number }

/** A check of headers, file by file. */
type HeaderCheck<Parameters> = Omit<Check<SeriesSubject, Parameters>, 'examine'> & {
  faults(dataset: Dataset, parameters: Parameters): readonly HeaderFault[]
  /** What the first file says, where it is worth keeping. */
  measure?(dataset: Dataset, parameters: Parameters): Measurement | undefined
}

/**
 * A check of every file's header. The same fault in several files is one finding, with the first file and how many there are
 * (`count` of `total`). A series that is no DICOM is none of its business.
 */
export function headerCheck<Parameters>({
  faults,
  measure,
  ...check
}: HeaderCheck<Parameters>): Check<SeriesSubject, Parameters> {
  return {
    ...check,
    examine: (series, parameters) => {
      const files = datasetsOf(series)
      if (files.length === 0) return { notApplicable: 'other-data' }
      const found = new Map<string, { finding: Finding; files: Set<string> }>()
      for (const { file, dataset } of files)
        for (const { attribute, frame, ...fault } of faults(dataset, parameters)) {
          const key = JSON.stringify([fault.code, attribute, fault.parameters, fault.measured])
          const where = { series: series.id, file, ...(attribute ? { attribute } : {}), ...(frame ? { frame } : {}) }
          const known = found.get(key) ?? { finding: { ...fault, where }, files: new Set() }
          known.files.add(file)
          found.set(key, known)
        }
      const measured = measure?.(files[0]!.dataset, parameters)
      return {
        ...(measured ? { measurements: [measured] } : {}),
        findings: [...found.values()].map(({ finding, files: having }) => ({
          ...finding,
          parameters: { ...finding.parameters, count: having.size, total: files.length },
        })),
      }
    },
  }
}
