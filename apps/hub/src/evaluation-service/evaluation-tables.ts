import type {
  CoarseProgress,
  DeclaredTraining,
  DeviceManifest,
  DsseEnvelope,
  EvaluationState,
  ParticipationState,
  Protocol,
  ProtocolDraft,
  StoryEvent,
  TrainingCheck,
  Verdict,
} from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Devices, evaluations, each hospital's part in them, their story, their reports. */
export const evaluationServiceMigrations: readonly Migration[] = [
  {
    name: 'hub-3-evaluations',
    up: `
      create table vendors (id uuid primary key, organisation text not null unique);
      create table devices (
        id uuid primary key, vendor_id uuid not null references vendors, registered_at timestamptz not null,
        package_digest text not null unique, package_bytes int8 not null, manifest jsonb not null
      );
      create table evaluation_numbers (year int primary key, last int not null);
      create table evaluations (
        id uuid primary key, number text not null unique, state text not null,
        device_id uuid not null references devices, vendor_id uuid not null references vendors,
        asked_by uuid not null, draft jsonb not null, return_reason text,
        protocol jsonb, protocol_hash text, protocol_envelope jsonb, verdict text,
        decision_claim uuid, decision_claimed_until timestamptz, decision_failures int not null,
        created_at timestamptz not null, changed_at timestamptz not null
      );
      create index on evaluations (vendor_id);
      create index on evaluations (state);
      create table participations (
        evaluation_id uuid not null references evaluations, hospital_id uuid not null references hospitals,
        state text not null, progress int not null, reason text, changed_at timestamptz not null,
        approval jsonb, release jsonb, release_id uuid unique,
        primary key (evaluation_id, hospital_id)
      );
      create table story_events (
        evaluation_id uuid not null references evaluations, position int8 generated always as identity,
        at timestamptz not null, event text not null, by text not null, detail text, ledger_index int8,
        primary key (evaluation_id, position)
      );
      create table reports (
        evaluation_id uuid primary key references evaluations, report_hash text not null,
        bundle_blob text not null, pdf_en_blob text not null, pdf_zh_blob text not null,
        issued_at timestamptz not null
      );
    `,
  },
  {
    name: 'hub-6-training',
    up: `
      create table device_training (
        device_id uuid not null references devices, position int8 generated always as identity,
        declaration_hash text not null, declared_at timestamptz not null, data_sets jsonb not null, contents int not null,
        primary key (device_id, position)
      );
      alter table participations add column training jsonb;
    `,
  },
]

export interface DeviceRow {
  id: string
  vendor_id: string
  registered_at: string
  package_digest: string
  package_bytes: number
  manifest: DeviceManifest
}

export interface EvaluationRow {
  id: string
  number: string
  state: EvaluationState
  device_id: string
  vendor_id: string
  /** The account that applied; it never locks. */
  asked_by: string
  draft: ProtocolDraft
  return_reason: string | null
  protocol: Protocol | null
  protocol_hash: string | null
  protocol_envelope: DsseEnvelope | null
  verdict: Verdict | null
  /** Who composes the report at present, and until when without a further sign of life. */
  decision_claim: string | null
  decision_claimed_until: string | null
  decision_failures: number
  created_at: string
  changed_at: string
}

export interface ParticipationRow {
  evaluation_id: string
  hospital_id: string
  state: ParticipationState
  progress: CoarseProgress
  reason: string | null
  changed_at: string
  approval: DsseEnvelope | null
  release: DsseEnvelope | null
  release_id: string | null
  /** What the hospital found in the vendor's declared training data. */
  training: TrainingCheck | null
}

export interface ReportRow {
  evaluation_id: string
  /** SHA-256 of the canonical report document. */
  report_hash: string
  bundle_blob: string
  pdf_en_blob: string
  pdf_zh_blob: string
  issued_at: string
}

export interface EvaluationServiceTables {
  vendors: { id: string; organisation: string }
  devices: DeviceRow
  /** What vendors declared that their devices were trained with; the last of a device holds. */
  device_training: {
    device_id: string
    declaration_hash: string
    declared_at: string
    data_sets: DeclaredTraining['dataSets']
    contents: number
  }
  evaluation_numbers: { year: number; last: number }
  evaluations: EvaluationRow
  participations: ParticipationRow
  story_events: {
    evaluation_id: string
    at: string
    event: StoryEvent['event']
    by: string
    detail: string | null
    ledger_index: number | null
  }
  reports: ReportRow
}
