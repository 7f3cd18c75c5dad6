import type { Finding, Measurement } from '@assay/contracts'
import type { Dataset, Element } from '@assay/formats'
import type { Changes, Check, HeaderPass } from '../engine/check.ts'
import { showHeaders } from './show-headers.ts'
import type { SeriesSubject } from './study.ts'

/** A fault in one file's header: faults alike are told once, with how many files have them. */
export type HeaderFault = Omit<Finding, 'where'> & { readonly attribute?: string; readonly frame?: number }

/** A check of headers, file by file. What it finds in a header follows from that header alone. */
type HeaderCheck<Parameters> = Omit<Check<SeriesSubject, Parameters>, 'examine' | 'begin'> & {
  /** What `faults` looks at: tags of the top level, with all that is in them. Left out where that is everything. */
  reads?(parameters: Parameters): readonly string[]
  faults?(dataset: Dataset, parameters: Parameters): readonly HeaderFault[]
  /** Faults of an element of the top level and of all that is in it, which are looked for in nothing else. */
  elementFaults?(dataset: Dataset, element: Element, parameters: Parameters): readonly HeaderFault[]
  /** What the first file says, where it is worth keeping. */
  measure?(dataset: Dataset, parameters: Parameters): Measurement | undefined
}

/**
 * A check of every file's header. The same fault in several files is one finding, with the first file and how many there are
 * (`count` of `total`). What is the same as in the file before is not looked at again. A series that is no DICOM is none of its business.
 */
export function headerCheck<Parameters>(check: HeaderCheck<Parameters>): Check<SeriesSubject, Parameters> {
  const { id, version, tier, parameters: schema } = check
  const begin = (parameters: Parameters) => passOf(check, parameters)
  return {
    id,
    version,
    tier,
    parameters: schema,
    begin,
    examine: async (series, parameters) => {
      const pass = begin(parameters)
      await showHeaders(series, [pass])
      return pass.end()
    },
  }
}

/** A fault as it is counted. */
interface Keyed {
  readonly key: string
  readonly fault: HeaderFault
}

function passOf<Parameters>(check: HeaderCheck<Parameters>, parameters: Parameters): HeaderPass {
  const ofHeader = followedHeader(check, parameters)
  const ofElements = followedElements(check, parameters)
  const found = new Map<string, { finding: Finding; count: number; lastFile: number }>()
  let files = 0
  let measured: Measurement | undefined
  return {
    see: ({ file, dataset }, changes, series) => {
      if (files === 0) measured = check.measure?.(dataset, parameters)
      files += 1
      for (const { key, fault } of [...ofHeader(dataset, changes), ...ofElements(dataset, changes)]) {
        const { attribute, frame, ...rest } = fault
        const where = { series: series.id, file, ...(attribute ? { attribute } : {}), ...(frame ? { frame } : {}) }
        const known = found.get(key) ?? { finding: { ...rest, where }, count: 0, lastFile: 0 }
        if (known.lastFile < files) known.count += 1
        known.lastFile = files
        found.set(key, known)
      }
    },
    end: () => {
      if (files === 0) return { notApplicable: 'other-data' }
      const findings = [...found.values()].map(({ finding, count }) => ({
        ...finding,
        parameters: { ...finding.parameters, count, total: files },
      }))
      return { ...(measured ? { measurements: [measured] } : {}), findings }
    },
  }
}

/** The faults of header after header, looked for where something changed. */
type FaultsNow = (dataset: Dataset, changes: Changes) => readonly Keyed[]

function followedHeader<Parameters>({ reads, faults }: HeaderCheck<Parameters>, parameters: Parameters): FaultsNow {
  if (!faults) return () => []
  const read = reads && new Set(reads(parameters))
  let now: readonly Keyed[] = []
  return (dataset, { isOther, tags }) => {
    if (isOther || !read || hasAny(tags, read)) now = faults(dataset, parameters).map(keyed)
    return now
  }
}

function followedElements<Parameters>({ elementFaults }: HeaderCheck<Parameters>, parameters: Parameters): FaultsNow {
  if (!elementFaults) return () => []
  const now = new Map<string, readonly Keyed[]>()
  return (dataset, { isOther, tags }) => {
    if (isOther) now.clear()
    for (const tag of tags) {
      const element = dataset.elements.get(tag)
      const own = element ? elementFaults(dataset, element, parameters) : []
      if (own.length > 0) now.set(tag, own.map(keyed))
      else now.delete(tag)
    }
    return now.size === 0 ? [] : [...now.values()].flat()
  }
}

function hasAny(tags: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  for (const tag of tags) if (wanted.has(tag)) return true
  return false
}

function keyed(fault: HeaderFault): Keyed {
  return { key: JSON.stringify([fault.code, fault.attribute, fault.parameters, fault.measured]), fault }
}
