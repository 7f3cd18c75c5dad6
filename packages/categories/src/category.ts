import type { Endpoint, ProtocolDraft, Socket } from '@assay/contracts'
import type { Identifier } from '@assay/governance'
import type { StatedCharacteristics } from './patients-columns.ts'

/**
 * What a file of a case is for. References stay away from devices. A `waveform` is a whole record of another format than the category's
 * own, which intake turns into it.
 */
export type FileRole = 'signal-header' | 'segment-header' | 'signal' | 'reference' | 'waveform'

/** A case in an intake folder, before any of its files was read. */
export interface ListedCase {
  /** Unique in its folder; with the folders that it lies in, parted by /. */
  name: string
  /** Pseudonym of the patient. */
  patient: string
  /** What the patient is known by elsewhere: kept sealed, for linkage alone. */
  identifier?: Identifier
  /** What `patients.tsv` says of the patient. */
  characteristics?: StatedCharacteristics
  files: readonly { name: string; role: FileRole }[]
}

/** A file of a case with its content. */
export interface CaseFile {
  name: string
  role: FileRole
  bytes: Uint8Array
}

/** A case that a model made, of no patient. */
export interface GeneratedCase {
  patient: string
  name: string
  files: readonly CaseFile[]
}

/** Languages in which there is a device to begin with. */
export const templateLanguages = ['node', 'python', 'shell'] as const
export type TemplateLanguage = (typeof templateLanguages)[number]

/** Why a run gave no output that could be scored. */
export type OutputFailure =
  | 'crashed'
  | 'timed-out'
  | 'out-of-memory'
  | 'output-missing'
  | 'output-invalid'
  | 'output-too-large'

/** What a device is asked for in a category, and how its answers are scored. */
export interface CategoryTask<Output = unknown> {
  readonly id: string
  /** What the device gets below /input. */
  readonly inputs: readonly Socket[]
  /** What it has to leave below /output. */
  readonly outputs: readonly Socket[]
  /** A protocol to begin with; its bounds are the sponsor's to change. */
  readonly template: Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'failedOutput'>
  /** The text of a program that answers every case in the right form, if not well: what a vendor begins with. */
  deviceTemplate(language: TemplateLanguage): string
  /** A case for a vendor to try a device on: the same seed and index (from 0) give the same bytes. */
  generateCase(seed: number, index: number): GeneratedCase
  /** The files below /input for a case: neutral names, no date, no comment, no reference. */
  inputFiles(files: readonly CaseFile[]): { path: string; bytes: Uint8Array }[]
  /**
   * The objects of a case as an appliance is shown them, files of DICOM PS3.10 without any reference; left out where the task's cases can
   * not be shown as DICOM.
   * @throws AssayError dicom-unsupported
   */
  dicomObjects?(files: readonly CaseFile[]): Uint8Array[]
  /**
   * Reads what a device left, as hostile.
   * @throws AssayError output-missing, output-invalid
   */
  readOutput(folder: string, files: readonly CaseFile[]): Output
  /** Scores an output, or a failure by the protocol's rule `nothing-found`, for an endpoint's estimator. */
  score(
    given: { patient: string; name: string; files: readonly CaseFile[] },
    result: { output: Output } | { failure: OutputFailure },
    endpoint: Endpoint,
  ): unknown
}

/** A test-sample database of the platform. */
export interface Category {
  readonly id: string
  /** Modalities (0008,0060) of its images and signals; reports, segmentations and contours may come with any. */
  readonly modalities: readonly string[]
  readonly tasks: readonly CategoryTask[]
  /**
   * The cases of an intake folder, where a case is several files that lie together; left out where every file stands for itself
   * and says where it belongs, as DICOM's do.
   * @throws AssayError intake-patients-missing, patients-table-invalid, records-list-invalid
   */
  listCases?(folder: string): ListedCase[]
  /**
   * Whether the files of a listed case can be read and belong together.
   * @throws AssayError with what is wrong
   */
  checkCase?(files: readonly CaseFile[]): void
}
