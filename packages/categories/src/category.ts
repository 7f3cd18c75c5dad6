import type { Endpoint, ProtocolDraft, Socket } from '@assay/contracts'
import type { ImageDecoders, SocketOutputs } from '@assay/formats'
import type { CaseLabels, Identifier } from '@assay/governance'
import type { StatedCharacteristics } from './patients-columns.ts'

/**
 * What a file of a case is for. References stay away from devices. A `waveform` is a whole record of another format than the category's
 * own, which intake turns into it; an `image` is a photograph, a volume, or an object of DICOM; a `reading` is what one of several readers
 * said of the case beside the reference.
 */
export type FileRole = 'signal-header' | 'segment-header' | 'signal' | 'reference' | 'waveform' | 'image' | 'reading'

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
  files: readonly { name: string; role: FileRole /** Of a reading. */; reader?: string }[]
}

/** A file of a case with its content. */
export interface CaseFile {
  name: string
  role: FileRole
  bytes: Uint8Array
  /** Whose reading it is. */
  reader?: string | undefined
}

/** A case as it is scored: whose it is, what it is called at its node, all of its files. */
export interface GivenCase {
  patient: string
  name: string
  files: readonly CaseFile[]
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

/** A file below /input. */
export interface InputFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** How a case is shown to a device. */
export interface Showing {
  /** The device's own input sockets: those of the task, or some of `otherInputs` in their place. */
  readonly sockets: readonly Socket[]
  /** 32 bytes that identifiers are made with, fresh each time that a case is shown: the same key gives the same bytes. */
  readonly key: Uint8Array
}

type Awaitable<T> = T | Promise<T>

/** A line of a folder's `reference.tsv`: what each column but the first says, by the columns' names; '' where it says nothing. */
export type ReferenceLine = Readonly<Record<string, string>>

/** What a hospital's table says of one image. */
export interface ListedReference {
  /** The first column, `image`: a file or a folder of this folder, or a Series or SOP Instance UID of what was taken in before. */
  readonly image: string
  /** One or more, in the order of the table. */
  readonly lines: readonly ReferenceLine[]
  /** What readers said beside the reference standard, in tables of the same columns. */
  readonly readings?: readonly { readonly reader: string; readonly lines: readonly ReferenceLine[] }[]
}

/** How a category makes cases of the images in the index, where `reference.tsv` in an intake folder says what is known of them. */
export interface ReferencedImages {
  /** What a case is: one photograph or object, or all objects of a series. */
  readonly unit: 'image' | 'series'
  /** Columns beside `image` that a table must have, and that it may have. */
  readonly columns: { readonly required: readonly string[]; readonly optional: readonly string[] }
  /** Columns that name a file beside the table: such files belong to the reference and are no images. */
  readonly files: readonly string[]
  /** Tables of a known data set, which a folder without `reference.tsv` may hold: their names, and what they say. */
  readonly tables?: {
    readonly names: readonly string[]
    /** Undefined where the folder has none. @throws AssayError reference-invalid */
    list(folder: string): ListedReference[] | undefined
  }
  /**
   * The reference standard of a case as it is kept: made anew of values that were read, so that no word of the hospital's is in it.
   * @param read a file that a line names
   * @throws AssayError reference-invalid, or as the file's reader
   */
  readReference(listed: ListedReference, read: (path: string) => Uint8Array): { extension: string; bytes: Uint8Array }
}

/** What a device is asked for in a category, and how its answers are scored. */
export interface CategoryTask<Output = unknown> {
  readonly id: string
  /** What the device gets below /input. */
  readonly inputs: readonly Socket[]
  /** What it may ask for in place of the input of the same slug: the same image in another form. */
  readonly otherInputs?: readonly Socket[]
  /** What it has to leave below /output. */
  readonly outputs: readonly Socket[]
  /** A protocol to begin with; its bounds are the sponsor's to change. */
  readonly template: Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'failedOutput'>
  /**
   * How an endpoint's scores are made, as its `scoring` says, defaults filled in; left out where the task leaves nothing to the protocol.
   * @throws AssayError protocol-invalid
   */
  readScoring?(endpoint: Endpoint): unknown
  /** The text of a program that answers every case in the right form, if not well: what a vendor begins with. */
  deviceTemplate(language: TemplateLanguage): string
  /** A case for a vendor to try a device on: the same seed and index (from 0) give the same bytes. */
  generateCase(seed: number, index: number): GeneratedCase
  /**
   * The files below /input for a case: neutral names, no date, no comment, no reference.
   * @param showing left out: the task's `inputs`
   */
  inputFiles(files: readonly CaseFile[], decoders: ImageDecoders, showing?: Showing): Awaitable<InputFile[]>
  /**
   * The objects of a case as an appliance is shown them, files of DICOM PS3.10 without any reference; left out where the task's cases can
   * not be shown as DICOM.
   * @throws AssayError dicom-unsupported
   */
  dicomObjects?(files: readonly CaseFile[], decoders: ImageDecoders): Awaitable<Uint8Array[]>
  /**
   * Reads what a device left, as hostile.
   * @param folder plain files in plain folders, for kinds that are neither values nor images
   * @param outputs values and images, each held to its kind
   * @throws AssayError output-missing, output-invalid
   */
  readOutput(folder: string, files: readonly CaseFile[], outputs: SocketOutputs): Awaitable<Output>
  /** Scores an output, or a failure by the protocol's rule `nothing-found`, for an endpoint's estimator. */
  score(
    given: GivenCase,
    result: { output: Output } | { failure: OutputFailure },
    endpoint: Endpoint,
    decoders: ImageDecoders,
  ): Awaitable<unknown>
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
  /** How images of the index become cases; left out where `listCases` makes them, or nothing does yet. */
  readonly referencedImages?: ReferencedImages
  /**
   * Whether the files of a case can be read and belong together.
   * @throws AssayError with what is wrong
   */
  checkCase?(files: readonly CaseFile[], decoders: ImageDecoders): Awaitable<void>
  /**
   * What is known of the labels of a case that was checked: classes of its reference standard, other readings, doubts.
   * @throws AssayError as the readers of its files
   */
  describeLabels?(files: readonly CaseFile[]): CaseLabels
}
