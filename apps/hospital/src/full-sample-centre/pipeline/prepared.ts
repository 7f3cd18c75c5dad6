import type { ErrorParameters } from '@assay/contracts'
import type { WrittenCopy } from '../copies/written-copy.ts'
import type { Entry } from '../index/enter-studies.ts'
import type { StatedPatient } from './stated-patient.ts'

/** A file to be looked at. */
export interface Unit {
  /** Its handle. */
  readonly item: string
  /** Where it lies. */
  readonly path: string
  /** Where its voxels lie, of a header whose voxels are in a second file. */
  readonly voxels?: string | undefined
  /** Whose it is, where the folder's `patients.tsv` says it: DICOM says it itself. */
  readonly patient?: StatedPatient | undefined
  /** What it is taken in for. */
  readonly category: string
}

/** A file that was looked at: de-identified and written, or refused with its reason. */
export type Prepared =
  | {
      readonly outcome: 'prepared'
      /** Bytes of the original. */
      readonly size: number
      /** Where the de-identified copy was written; undefined where the same bytes are stored already. */
      readonly written: WrittenCopy | undefined
      readonly sha256: string
      readonly entry: Entry
      /** What the patient is known by at other hospitals, as an input of linkage; undefined where the file does not say it. */
      readonly identity: Uint8Array | undefined
    }
  | {
      readonly outcome: 'refused'
      readonly size: number
      readonly code: string
      readonly parameters: ErrorParameters
    }
