import type { Cine, Dataset, Photograph, Volume, Waveform } from '@assay/formats'

/** What a series becomes in memory. */
export type Form =
  | { readonly kind: 'volume'; readonly volume: Volume }
  | { readonly kind: 'cine'; readonly cine: Cine }
  | { readonly kind: 'waveform'; readonly waveform: Waveform }
  | { readonly kind: 'photographs'; readonly photographs: readonly Photograph[] }

/** The header of a DICOM file of a series. */
export interface Header {
  /** The file's name in the study, as the node keeps it: no part of it identifies a patient. */
  readonly file: string
  /** Pixels may be left out (`pixels: 'skip'`). */
  readonly dataset: Dataset
}

/** A series as rules of tiers 1 and 2 see it. */
export interface SeriesSubject {
  /** Series Instance UID; the record's name where there is none. */
  readonly id: string
  /** Modality (0008,0060); ECG for waveforms of other formats, OP for photographs. */
  readonly modality: string
  /** SOP Class UID (0008,0016); undefined outside DICOM. */
  readonly sopClass: string | undefined
  /** Values of Image Type (0008,0008). */
  readonly imageType: readonly string[]
  /** How many files it has, DICOM or not. */
  readonly files: number
  /** Of its first file; undefined where that is no DICOM. */
  readonly first: Header | undefined
  /**
   * The headers of its DICOM files, one after the other in the files' order, read anew each time and held by nobody: a series of thousands
   * takes no more memory than a short one.
   * @throws AssayError dicom-unreadable
   */
  headers(): AsyncIterable<Header>
  /**
   * Pixels or samples, decoded when first asked for. Undefined where the series has none (reports, contours).
   * @throws AssayError when they can't be decoded: the rule that asked becomes inconclusive
   */
  form(): Promise<Form | undefined>
  /**
   * So many of its slices, evenly spread, each file decoded by itself: for what is looked for in some of them. Undefined where there are no
   * more than that, or its files are not slices: then the form has them all.
   * @throws AssayError as `form`
   */
  sample?(files: number): Promise<readonly Sampled[]> | undefined
}

/** One file of a series, decoded. */
export interface Sampled {
  readonly file: string
  readonly form: Form | undefined
}

/** A study as rules of tiers 1 and 2 see it. */
export interface StudySubject {
  /** Study Instance UID, or the record's name. */
  readonly id: string
  readonly category: string
  /** SHA-256 of the manifest: name, role and hash of every file. */
  readonly manifestHash: string
  readonly series: readonly SeriesSubject[]
}
