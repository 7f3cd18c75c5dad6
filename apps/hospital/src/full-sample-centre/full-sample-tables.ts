import type { FileRole } from '@assay/categories'
import type { ErrorParameters, IntakeRun, Provenance } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Intake runs, the cases that they brought, their files, and what they refused. */
export const fullSampleMigrations: readonly Migration[] = [
  {
    name: 'hospital-3-full-sample',
    up: `
      create table intake_runs (
        id uuid primary key, folder text not null, category text not null, provenance text not null, state text not null,
        found int not null, started_by uuid not null, started_at timestamptz not null, finished_at timestamptz
      );
      create table cases (
        id uuid primary key, category text not null, name text not null, patient text not null,
        provenance text not null, content_hash text not null, accepted_at timestamptz not null,
        unique (category, content_hash)
      );
      create table case_files (
        case_id uuid not null references cases, name text not null, role text not null, sha256 text not null,
        primary key (case_id, name)
      );
      create table intake_outcomes (
        intake_id uuid not null references intake_runs, name text not null, outcome text not null,
        case_id uuid references cases, primary key (intake_id, name)
      );
      create table quarantine (
        id uuid primary key, intake_id uuid not null references intake_runs, name text not null, code text not null,
        parameters jsonb not null, at timestamptz not null
      );
    `,
  },
  { name: 'hospital-7-intake-failure', up: 'alter table intake_runs add column failure jsonb' },
]

export interface IntakeRunRow {
  id: string
  folder: string
  category: string
  provenance: Provenance
  state: IntakeRun['state']
  found: number
  started_by: string
  started_at: string
  finished_at: string | null
  /** Why it failed; or, while it runs, what it was interrupted by and is tried again after. */
  failure: { code: string; parameters: ErrorParameters } | null
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
}

interface CaseFileRow {
  case_id: string
  name: string
  role: FileRole
  sha256: string
}

export interface FullSampleTables {
  intake_runs: IntakeRunRow
  cases: CaseRow
  case_files: CaseFileRow
  intake_outcomes: {
    intake_id: string
    name: string
    outcome: 'accepted' | 'known' | 'quarantined'
    case_id: string | null
  }
  quarantine: {
    id: string
    intake_id: string
    name: string
    code: string
    parameters: ErrorParameters
    at: string
  }
}
