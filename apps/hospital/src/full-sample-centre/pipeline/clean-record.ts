import { basename } from 'node:path'
import type { CaseFile, ListedCase } from '@assay/categories'
import { AssayError, errorStatuses } from '@assay/contracts'
import { defaultDeidentification, headerDeidentifier, pseudonymiser, wfdbAnnotationsWithoutTexts } from '@assay/formats'
import { statedPatient } from './stated-patient.ts'
import { waveformToRecord } from './waveform-to-record.ts'

/** A record as it is stored: nothing in it names anybody. */
export interface CleanRecord {
  readonly name: string
  readonly patient: string
  readonly files: readonly CaseFile[]
}

export interface RecordCleaner {
  /** What a record is shown by: its name where names are neutral, else a pseudonym of it. */
  nameOf(listed: Pick<ListedCase, 'name'>, isNeutral: boolean): string
  /** @throws AssayError with what is wrong; it names no file unless names are neutral */
  clean(listed: ListedCase, files: readonly CaseFile[], isNeutral: boolean): CleanRecord
}

/**
 * Makes what takes the persons out of electrocardiograms: of headers only what samples are read by stays, of annotations' notes only terms
 * of the field; records of other formats become WFDB; names of files, records and patients become pseudonyms unless they were declared
 * neutral.
 */
export function recordCleaner(key: Uint8Array): RecordCleaner {
  const pseudonyms = pseudonymiser(key)
  const { clean, rename } = headerDeidentifier(defaultDeidentification, pseudonyms)
  const nameOf: RecordCleaner['nameOf'] = ({ name }, isNeutral) => (isNeutral ? name : pseudonyms.name(name))
  const patientOf = (listed: ListedCase, isNeutral: boolean, own: ReturnType<typeof waveformToRecord>['patient']) => {
    if (listed.patient !== '') return statedPatient(pseudonyms, { patient: listed.patient, isNeutral })
    if (own) return pseudonyms.patient(own)
    throw new AssayError('record-without-patient', { where: nameOf(listed, isNeutral) })
  }
  return {
    nameOf,
    clean: (listed, given, isNeutral) => {
      const name = nameOf(listed, isNeutral)
      return namingNobody(name, isNeutral, () => {
        const { files, patient: own } = waveformToRecord(given)
        const patient = patientOf(listed, isNeutral, own)
        const cleanFile = (file: CaseFile): CaseFile => {
          const renamed = isNeutral ? file.name : rename(basename(file.name))
          const reader = isNeutral || !file.reader ? file.reader : pseudonyms.name(file.reader)
          return { ...file, reader, name: renamed, bytes: bytesOf(file, renamed) }
        }
        const bytesOf = ({ role, bytes }: CaseFile, where: string) => {
          if (role === 'reference' || role === 'reading') return wfdbAnnotationsWithoutTexts(bytes, where)
          if (role === 'signal') return bytes
          const context = { format: 'wfdb-header', where, patient: { issuer: '', id: patient } } as const
          return clean(Buffer.from(bytes), { ...context, keepsNames: isNeutral })
        }
        return { name, patient, files: files.map(cleanFile) }
      })
    },
  }
}

/** What stands in an error of a reader may come from the file, and be a name. */
function namingNobody<T>(name: string, isNeutral: boolean, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (isNeutral || !(error instanceof AssayError) || errorStatuses[error.code] >= 500) throw error
    throw withoutNames(error, name)
  }
}

/** The same error over a neutral name: of what it says stays what holds no word of a file. */
export function withoutNames({ code, parameters }: AssayError, where: string): AssayError {
  const numbers = Object.entries(parameters).filter(([, value]) => typeof value === 'number')
  const { what } = parameters
  const isFixed = typeof what === 'string' && fixedWords.has(what)
  return new AssayError(code, {
    ...Object.fromEntries(numbers),
    ...('where' in parameters ? { where } : {}),
    ...('what' in parameters ? { what: isFixed ? what : 'see the file itself' } : {}),
  })
}

const fixedWords = new Set([
  'the file is missing',
  'the file ends before its end mark',
  'file-special',
  'file-link',
  'ENOENT',
  'EACCES',
  'ELOOP',
  'no rhythm series',
  'no waveform',
  'no annotated ECG',
])
