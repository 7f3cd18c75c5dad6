import type { ListedCase } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import type { CaseLabels } from '@assay/governance'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { InstanceRow, IntakeRunRow } from '../full-sample-tables.ts'
import { enterStudies } from '../index/enter-studies.ts'
import { noDate } from '../index/no-date.ts'
import type { CleanRecord } from './clean-record.ts'

/** A file of a record as it is stored. */
export type Hashed = Pick<InstanceRow, 'sha256' | 'size'> &
  Pick<CleanRecord['files'][number], 'name' | 'role' | 'reader'>

/** A record that was cleaned, as it is written down. */
export interface Content {
  readonly record: CleanRecord
  readonly stated: ListedCase['characteristics']
  readonly files: readonly Hashed[]
  readonly labels: CaseLabels | undefined
  /** Over signal and reference as they came: the same record with more readings is the same record. */
  readonly contentHash: string
}

/** @throws AssayError study-of-another-patient, study-of-another-provenance */
export async function enterStudy(
  transaction: HospitalDb,
  { clock, random }: Hospital,
  run: IntakeRunRow,
  { record, files, uid, stated }: Omit<Content, 'contentHash' | 'labels'> & { uid: string },
): Promise<{ outcome: 'accepted' | 'known'; studyId: string }> {
  const nothing = { manufacturer: '', model: '', body_part: '', description: '', sop_class: '' }
  const [entered] = await enterStudies(transaction, { clock, random, run, checkAfter: clock() }, [
    {
      study: { uid, patient: record.patient, study_date: noDate, stated },
      series: { uid, modality: 'ECG', ...nothing },
      files: files.map(({ name, role, sha256: hash, size }) => ({
        uid: name,
        role,
        sha256: hash,
        size,
        pixel_sha256: null,
      })),
    },
  ])
  if (entered!.outcome === 'refused') throw new AssayError(entered!.code, { where: record.name })
  return entered!
}
