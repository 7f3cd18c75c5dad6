import type { FileRole } from '@assay/categories'
import type {
  ErrorParameters,
  IntakeRun,
  IntakeWay,
  ListenerSettings,
  PacsSettings,
  Provenance,
  PullRequest,
  QualityPassport,
  QualityVerdict,
  Quarantined,
  StudyVerdict,
} from '@assay/contracts'
import type { CaseLabels } from '@assay/governance'
import type { StatedPatient } from './pipeline/stated-patient.ts'

export interface IntakeRunRow {
  id: string
  way: IntakeWay
  source: string
  category: string
  provenance: Provenance
  names_are_neutral: boolean
  state: IntakeRun['state']
  found: number
  accepted: number
  known: number
  quarantined: number
  bytes: number
  /** Who started it; null for what came by itself. */
  started_by: string | null
  started_at: string
  /** When it last took something in. */
  changed_at: string
  finished_at: string | null
  /** Why it failed; or, while it runs, what it was interrupted by and is tried again after. */
  failure: { code: string; parameters: ErrorParameters } | null
  /** What a pull fetches. */
  pull: PullRequest | null
  /** The watched folder that it belongs to. */
  watched_id: string | null
}

/** Something that was received and is on the disk, and waits to be taken in. */
export interface InboxRow {
  id: string
  intake_id: string
  item: string
  /** Its name in the inbox's folder. */
  file: string
  /** The name there of the file with its voxels, of an image that is in two files. */
  voxels: string | null
  size: number
  received_at: string
  /** Whose it is, where somebody said it when it first came. */
  patient: StatedPatient | null
}

/** A case that was accepted. Its patient is a pseudonym. */
export interface CaseRow {
  id: string
  category: string
  name: string
  patient: string
  provenance: Provenance
  content_hash: string
  accepted_at: string
  /** The study of the index that it is. */
  study_id: string | null
}

interface CaseFileRow {
  case_id: string
  name: string
  role: FileRole
  sha256: string
  /** Pseudonym of a reading's reader. */
  reader?: string | null
}

export interface StudyRow {
  id: string
  uid: string
  patient: string
  category: string
  provenance: Provenance
  modality: string
  manufacturer: string
  model: string
  body_part: string
  /** The first day of all where the study has none. */
  study_date: string
  /** F, M or O, as the last check read it from the files; empty where they do not say it. */
  sex: string
  /** Ten years, e.g. 60-69, or 90+; empty where the files do not say it. */
  age_band: string
  series: number
  instances: number
  bytes: number
  verdict: StudyVerdict
  /** The intake that last brought something of it. */
  intake_id: string
  manifest_hash: string | null
  passport: QualityPassport | null
  /** Which rule documents it was held against. */
  rules_key: string | null
  /** How it stands in the directory's counts. */
  counted: DirectoryRow | null
  added_at: string
  /** From when on it is due to be checked; null when it was. */
  check_after: string | null
}

export interface SeriesRow {
  id: string
  study_id: string
  uid: string
  modality: string
  sop_class: string
  manufacturer: string
  model: string
  body_part: string
  description: string
  instances: number
  bytes: number
}

/** A file of a series, bound by name, role and hash. */
export interface InstanceRow {
  series_id: string
  /** SOP Instance UID as it was replaced; the file's name where the format has none. */
  uid: string
  role: 'instance' | FileRole
  sha256: string
  /** Of the pixel data, or voxels, alone. */
  pixel_sha256: string | null
  size: number
}

/** What was measured of a study, or read of its patient's age. */
export interface StudyFeatureRow {
  study_id: string
  name: string
  unit: string
  value: number
}

export interface DirectoryRow {
  category: string
  modality: string
  manufacturer: string
  model: string
  body_part: string
  /** Of the shifted study date; 0 where there is none. */
  year: number
  verdict: StudyVerdict
  studies: number
  series: number
  instances: number
}

export interface QuarantineRow {
  id: string
  intake_id: string
  item: string
  name: string
  what: Quarantined['what']
  /** Of the intake that brought it. */
  category: string
  study_id: string | null
  code: string
  parameters: ErrorParameters
  /** What is kept of it in the quarantine's folder. */
  files: { name: string; role: string; file: string; patient?: StatedPatient }[]
  state: Quarantined['state']
  acceptable: boolean
  at: string
  decided_at: string | null
  reason: string | null
}

/** A blob that shares a file with others. */
export interface PackedBlobRow {
  sha256: string
  pack: string
  start: number
  size: number
}

export interface FullSampleTables {
  intake_runs: IntakeRunRow
  cases: CaseRow
  case_files: CaseFileRow
  /** What is known of the labels of a case; a case without a row was not looked at. */
  case_labels: { case_id: string; labels: CaseLabels }
  intake_outcomes: {
    intake_id: string
    item: string
    outcome: 'accepted' | 'known' | 'quarantined'
    case_id: string | null
  }
  inbox: InboxRow
  packs: { name: string }
  packed_blobs: PackedBlobRow
  verdict_counts: { month: string; tier: number; verdict: QualityVerdict; studies: number }
  pulled_series: { intake_id: string; study_uid: string; series_uid: string; fetched: boolean }
  watched_folders: {
    id: string
    folder: string
    category: string
    provenance: Provenance
    names_are_neutral: boolean
    since: string
  }
  watched_files: { watched_id: string; item: string; stamp: string }
  listener: { one: true; settings: ListenerSettings }
  pacs: { name: string; settings: PacsSettings }
  /** What each peer has sent to each of the node's titles. */
  listener_senders: { peer: string; title: string; objects: number; bytes: number; first_at: string; last_at: string }
  storage_commitments: {
    id: string
    peer: string
    title: string
    transaction_uid: string
    asked: { sopClass: string; sopInstance: string }[]
    asked_at: string
  }
  studies: StudyRow
  series: SeriesRow
  instances: InstanceRow
  study_features: StudyFeatureRow
  /** What `patients.tsv` says of a study's patient. */
  stated_characteristics: { study_id: string; sex: 'F' | 'M' | 'O' | null; age: number | null }
  directory: DirectoryRow
  quarantine: QuarantineRow
  /** How many entries of the quarantine there are of each kind; changed with each entry. */
  quarantine_counts: Pick<QuarantineRow, 'category' | 'what' | 'code' | 'state'> & { entries: number }
  /** How many studies were last checked under the same documents of rules; changed with each study. */
  studies_by_rules: { category: string; rules_key: string; studies: number }
  /** Studies that were checked under these documents are to be checked again, one after the other. */
  rechecks: {
    category: string
    rules_key: string
    ordered_at: string
    /** The last that was checked, by id; null before the first was. */
    checked_to: string | null
  }
}
