import type {
  CaseOutcome,
  CoarseProgress,
  DeviceManifest,
  DsseEnvelope,
  ErrorParameters,
  HospitalEvaluationState,
  Protocol,
  Provenance,
  RuleOutcome,
  RunConduct,
  TargetPopulation,
  TrainingCheck,
  TrainingDeclaration,
} from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Sealed sets, evaluations that the hub asked for, and the runs of their cases. */
export const evaluationCentreMigrations: readonly Migration[] = [
  {
    name: 'hospital-5-evaluation-centre',
    up: `
      create table test_sets (
        id uuid primary key, category text not null, task text not null, version int not null, provenance text not null,
        manifest_hash text not null, patients int not null, cases int not null, sealed_at timestamptz not null,
        unique (category, task, version)
      );
      create table test_set_cases (
        test_set_id uuid not null references test_sets, case_id uuid not null references cases,
        primary key (test_set_id, case_id)
      );
      create table evaluations (
        id uuid primary key, test_set_id uuid not null references test_sets, protocol jsonb not null,
        protocol_hash text not null, protocol_envelope jsonb not null, state text not null, blocked_by jsonb,
        progress int not null default 0, asked_at timestamptz not null, changed_at timestamptz not null,
        started_at timestamptz, finished_at timestamptz
      );
      create table case_attempts (
        evaluation_id uuid not null references evaluations, case_id uuid not null references cases,
        begun_at timestamptz not null
      );
      create table case_results (
        evaluation_id uuid not null references evaluations, case_id uuid not null references cases,
        outcome text not null, scores jsonb not null, wall_milliseconds float8 not null,
        peak_memory_bytes int8 not null, exit_code int, log text not null, at timestamptz not null,
        primary key (evaluation_id, case_id)
      );
    `,
  },
  {
    name: 'hospital-8-run-conditions',
    up: `
      alter table evaluations add column reason text;
      alter table case_results add column cpu_milliseconds float8;
      alter table case_results add column conditions jsonb not null
        default '{"isolation": "none", "isolationParts": [], "demonstration": true}';
      alter table case_results alter column conditions drop default;
      create index on case_attempts (evaluation_id, case_id);
      create index on cases (patient);
    `,
  },
  {
    name: 'hospital-11-repeats',
    up: `
      create table case_repeats (
        evaluation_id uuid not null references evaluations, case_id uuid not null references cases,
        drawn_at timestamptz not null, outcome text, is_same boolean, at timestamptz,
        primary key (evaluation_id, case_id)
      );
      alter table case_attempts add column is_repeat boolean not null default false;
      alter table evaluations add column manifest jsonb;
      alter table evaluations add column image_digest text;
    `,
  },
  {
    name: 'hospital-14-faults',
    up: `
      alter table case_attempts add column fault jsonb;
      alter table evaluations add column resumed_at timestamptz;
    `,
  },
  {
    name: 'hospital-16-declared-use',
    up: `
      alter table test_sets add column target jsonb not null default '{}';
      alter table test_sets add column expires_on date;
      create table training_declarations (
        test_set_id uuid not null references test_sets, place int not null, device text not null, contents jsonb not null,
        primary key (test_set_id, place)
      );
    `,
  },
  {
    name: 'hospital-19-count-of-results',
    up: `
      alter table evaluations add column results int not null default 0;
      update evaluations set results =
        (select count(*) from case_results result where result.evaluation_id = evaluations.id);
    `,
  },
  {
    name: 'hospital-20-training',
    up: `
      alter table training_declarations add column data_sets jsonb not null default '[]';
      create index on case_files (sha256);
      create table training_checks (
        evaluation_id uuid primary key references evaluations, outcomes jsonb not null, leaving jsonb not null,
        checked_at timestamptz not null
      );
    `,
  },
]

export interface TestSetRow {
  id: string
  category: string
  task: string
  version: number
  provenance: Provenance
  manifest_hash: string
  patients: number
  cases: number
  sealed_at: string
  /** The population that it stands for, as it was declared. */
  target: TargetPopulation
  /** Last day on which it may be used. */
  expires_on: string | null
}

export interface EvaluationRow {
  id: string
  test_set_id: string
  protocol: Protocol
  protocol_hash: string
  protocol_envelope: DsseEnvelope
  state: HospitalEvaluationState
  /** Why the run can't go on until somebody acts. */
  blocked_by: { code: string; parameters: ErrorParameters } | null
  /** How many cases have a result. */
  results: number
  /** The last quarter that the hub was told of. */
  progress: CoarseProgress
  /** Why a steward refused or withheld it, or why the hub ended it. */
  reason: string | null
  /** What the package says of itself, and its image's digest, once it was run. */
  manifest: DeviceManifest | null
  image_digest: string | null
  /** When a steward last had a run go on that had stopped after faults. */
  resumed_at: string | null
  asked_at: string
  changed_at: string
  started_at: string | null
  finished_at: string | null
}

export type RunConditions = Pick<RunConduct, 'isolation' | 'isolationParts' | 'demonstration'> & {
  /** The program that held the device, the kernel below it, and the node's own interpreter; undefined in old rows. */
  executor?: string
  kernel?: string
  interpreter?: string
  /** Job and machine of a cluster, whose kernel it then is. */
  job?: string
  machine?: string
  /** Whether the parts were read from the device's own /proc in this very run. */
  isSeen?: boolean
}

/** What was found when a set was held against a vendor's declared training data. */
export interface TrainingCheckRow {
  evaluation_id: string
  /** By the rules about training data; they stay here. */
  outcomes: RuleOutcome[]
  /** What goes to the hub with the steward's decision. */
  leaving: TrainingCheck
  checked_at: string
}

interface CaseResultRow {
  evaluation_id: string
  case_id: string
  outcome: CaseOutcome
  /** By endpoint, what its estimator summarises. It stays here. */
  scores: Record<string, unknown>
  /** What held the device in this very run: a node may be started otherwise in between. */
  conditions: RunConditions
  wall_milliseconds: number
  /** Null where nobody counted. */
  cpu_milliseconds: number | null
  peak_memory_bytes: number
  exit_code: number | null
  /** End of what the device printed. It stays here. */
  log: string
  at: string
}

export interface EvaluationCentreTables {
  test_sets: TestSetRow
  /** What vendors declared as training data when the set was sealed. */
  training_declarations: Pick<TrainingDeclaration, 'device' | 'contents'> & {
    test_set_id: string
    place: number
    data_sets: TrainingDeclaration['dataSets']
  }
  test_set_cases: { test_set_id: string; case_id: string }
  evaluations: EvaluationRow
  training_checks: TrainingCheckRow
  /** Every start of a case, also those that an interruption of the node ended. */
  case_attempts: {
    evaluation_id: string
    case_id: string
    begun_at: string
    is_repeat: boolean
    /** Why it came to nothing, where what holds the devices failed. */
    fault: { code: string; parameters: ErrorParameters } | null
  }
  /** Cases drawn in secret to be run again, and whether they came out alike; null until they were. */
  case_repeats: {
    evaluation_id: string
    case_id: string
    drawn_at: string
    outcome: CaseOutcome | null
    is_same: boolean | null
    at: string | null
  }
  case_results: CaseResultRow
}
