import type { AnswerOutcome, ApplianceAnswer, ApplianceSettings } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Appliances, what they were shown, and what they answered. */
export const applianceMigrations: readonly Migration[] = [
  {
    name: 'hospital-13-appliances',
    up: `
      create table appliances (name text primary key, settings jsonb not null);
      create table appliance_runs (
        evaluation_id uuid primary key references evaluations, appliance text not null, secret text not null,
        answers jsonb not null, begun_at timestamptz not null
      );
      create table appliance_cases (
        evaluation_id uuid not null references appliance_runs, case_id uuid not null references cases,
        disclosed_at timestamptz not null, attempts int not null default 0, sent_at timestamptz,
        primary key (evaluation_id, case_id)
      );
      create table appliance_uids (
        uid text primary key, evaluation_id uuid not null references appliance_runs, case_id uuid not null references cases
      );
      create table appliance_answers (
        id uuid primary key, evaluation_id uuid not null references appliance_runs, case_id uuid not null references cases,
        kind text not null, sha256 text not null, outcome text not null, at timestamptz not null,
        unique (evaluation_id, case_id, sha256)
      );
      create table appliance_answer_counts (
        appliance text not null, outcome text not null, count int not null, last_at timestamptz not null,
        primary key (appliance, outcome)
      );
      create table disclosures (
        vendor text not null, case_id uuid not null references cases, evaluation_id uuid not null references evaluations,
        at timestamptz not null, primary key (vendor, case_id, evaluation_id)
      );
      create index on disclosures (case_id);
    `,
  },
]

/** What an answer is, before anything of it is believed. */
export type AnswerKind = 'report' | 'segmentation' | 'picture' | 'json'

export interface ApplianceTables {
  appliances: { name: string; settings: ApplianceSettings }
  appliance_runs: {
    evaluation_id: string
    appliance: string
    /** Hexadecimal. What the UIDs and names of this run are made with; with it, and it alone, a case is known again. */
    secret: string
    /** As the device's package declares them. */
    answers: ApplianceAnswer[]
    begun_at: string
  }
  appliance_cases: {
    evaluation_id: string
    case_id: string
    disclosed_at: string
    attempts: number
    /** When the appliance had acknowledged all of it; null until then. */
    sent_at: string | null
  }
  /** UIDs that a case was shown under. */
  appliance_uids: { uid: string; evaluation_id: string; case_id: string }
  /** Answers that are kept: the one of each kind that counts, and pictures. */
  appliance_answers: {
    id: string
    evaluation_id: string
    case_id: string
    kind: AnswerKind
    sha256: string
    outcome: Extract<AnswerOutcome, 'taken' | 'picture-kept'>
    at: string
  }
  appliance_answer_counts: { appliance: string; outcome: AnswerOutcome; count: number; last_at: string }
  /** Whom a case was shown to: an entry of the exposure ledger, written before the first byte left. */
  disclosures: { vendor: string; case_id: string; evaluation_id: string; at: string }
}
