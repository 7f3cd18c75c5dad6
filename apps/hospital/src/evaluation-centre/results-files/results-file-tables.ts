import type { DsseEnvelope, ResultsCheck, SupervisionRecord } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Runs that people supervised and the node did not see: cases that were handed over, and the results that came back. */
export const resultsFileMigrations: readonly Migration[] = [
  {
    name: 'hospital-14-results-files',
    up: `
      create table results_files (
        evaluation_id uuid primary key references evaluations, list jsonb not null, list_hash text not null,
        handed_over_at timestamptz not null, supervision jsonb, archive_sha256 text, taken_at timestamptz
      );
      create table results_cases (
        evaluation_id uuid not null references results_files, case_id uuid not null references cases,
        shown_as text not null, primary key (evaluation_id, case_id), unique (evaluation_id, shown_as)
      );
    `,
  },
  {
    name: 'hospital-19-results-brought',
    up: 'alter table results_files add column brought jsonb, add column brought_count int not null default 0;',
  },
]

export interface ResultsFileTables {
  results_files: {
    evaluation_id: string
    /** Signed; what it signs is a HandoverList. */
    list: DsseEnvelope
    list_hash: string
    handed_over_at: string
    supervision: SupervisionRecord | null
    /** What the archive that was brought last comes to; it lies beside the others' until it is taken. */
    brought: ResultsCheck | null
    brought_count: number
    /** The one archive that was taken; null until then. */
    archive_sha256: string | null
    taken_at: string | null
  }
  /** Which case was handed over under which id. It stays here. */
  results_cases: { evaluation_id: string; case_id: string; shown_as: string }
}
