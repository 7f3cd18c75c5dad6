import type { Migration } from '@assay/store'

/** Intake runs, what they brought (cases, studies), what waits to be taken in, and what was put aside. */
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
  {
    name: 'hospital-10-ways-in',
    up: `
      alter table intake_runs rename column folder to source;
      alter table intake_runs alter column started_by drop not null;
      alter table intake_runs add column way text not null default 'folder';
      alter table intake_runs alter column way drop default;
      alter table intake_runs add column names_are_neutral boolean not null default true;
      alter table intake_runs alter column names_are_neutral drop default;
      alter table intake_runs add column accepted int not null default 0;
      alter table intake_runs add column known int not null default 0;
      alter table intake_runs add column quarantined int not null default 0;
      alter table intake_runs add column bytes int8 not null default 0;
      alter table intake_runs add column changed_at timestamptz;
      alter table intake_runs add column pull jsonb;
      alter table intake_runs add column watched_id uuid;
      update intake_runs set changed_at = coalesce(finished_at, started_at),
        accepted = (select count(*) from intake_outcomes o where o.intake_id = intake_runs.id and o.outcome = 'accepted'),
        known = (select count(*) from intake_outcomes o where o.intake_id = intake_runs.id and o.outcome = 'known'),
        quarantined = (select count(*) from intake_outcomes o where o.intake_id = intake_runs.id and o.outcome = 'quarantined');
      alter table intake_runs alter column changed_at set not null;
      create index on intake_runs (state);
      alter table intake_outcomes rename column name to item;
      create table inbox (
        id uuid primary key, intake_id uuid not null references intake_runs, item text not null, file text not null,
        size int8 not null, received_at timestamptz not null, unique (intake_id, item)
      );
      create table pulled_series (
        intake_id uuid not null references intake_runs, study_uid text not null, series_uid text not null,
        fetched boolean not null, primary key (intake_id, study_uid, series_uid)
      );
      create table watched_folders (
        id uuid primary key, folder text not null, category text not null, provenance text not null,
        names_are_neutral boolean not null, since timestamptz not null
      );
      create table watched_files (
        watched_id uuid not null references watched_folders on delete cascade, item text not null, stamp text not null,
        primary key (watched_id, item)
      );
      create table listener (one boolean primary key check (one), settings jsonb not null);
      create table pacs (name text primary key, settings jsonb not null);
      create table storage_commitments (
        id uuid primary key, peer text not null, title text not null, transaction_uid text not null, asked jsonb not null,
        asked_at timestamptz not null
      );
      create table studies (
        id uuid primary key, uid text not null, patient text not null, category text not null, provenance text not null,
        modality text not null, manufacturer text not null, model text not null, body_part text not null,
        study_date date not null, series int not null, instances int not null, bytes int8 not null, verdict text not null,
        intake_id uuid not null references intake_runs,
        manifest_hash text, passport jsonb, rules_key text, counted jsonb, added_at timestamptz not null, check_after timestamptz,
        unique (category, uid)
      );
      create index on studies (study_date desc, id desc);
      create index on studies (category, study_date desc, id desc);
      create index on studies (category, modality, study_date desc, id desc);
      create index on studies (category, manufacturer, study_date desc, id desc);
      create index on studies (category, verdict, study_date desc, id desc);
      create index on studies (modality, study_date desc, id desc);
      create index on studies (manufacturer, study_date desc, id desc);
      create index on studies (verdict, study_date desc, id desc);
      create index on studies (patient);
      create index on studies (category, rules_key);
      create index on studies (intake_id) where check_after is not null;
      create index on studies (check_after) where check_after is not null;
      create table series (
        id uuid primary key, study_id uuid not null references studies on delete cascade, uid text not null,
        modality text not null, sop_class text not null, manufacturer text not null, model text not null,
        body_part text not null, description text not null, instances int not null, bytes int8 not null,
        unique (study_id, uid)
      );
      create table instances (
        series_id uuid not null references series on delete cascade, uid text not null, role text not null,
        sha256 text not null, pixel_sha256 text, size int8 not null,
        primary key (series_id, uid)
      );
      create index on instances (sha256);
      create index on instances (pixel_sha256) where pixel_sha256 is not null;
      create table directory (
        category text not null, modality text not null, manufacturer text not null, model text not null,
        body_part text not null, year int not null, verdict text not null,
        studies int not null, series int not null, instances int8 not null,
        primary key (category, modality, manufacturer, model, body_part, year, verdict)
      );
      alter table cases add column study_id uuid references studies;
      alter table quarantine add column what text not null default 'record';
      alter table quarantine alter column what drop default;
      alter table quarantine add column item text;
      update quarantine set item = name;
      alter table quarantine alter column item set not null;
      alter table quarantine add column study_id uuid references studies;
      alter table quarantine add column files jsonb not null default '[]';
      alter table quarantine alter column files drop default;
      alter table quarantine add column state text not null default 'waiting';
      alter table quarantine alter column state drop default;
      alter table quarantine add column acceptable boolean not null default false;
      alter table quarantine alter column acceptable drop default;
      alter table quarantine add column decided_at timestamptz;
      alter table quarantine add column reason text;
      create index on quarantine (state, id);
      create index on quarantine (study_id) where study_id is not null;
    `,
  },
  { name: 'hospital-12-patients-of-files', up: 'alter table inbox add column patient jsonb' },
  {
    name: 'hospital-11-senders',
    up: `
      create table listener_senders (
        peer text not null, title text not null, objects int8 not null, bytes int8 not null,
        first_at timestamptz not null, last_at timestamptz not null, primary key (peer, title)
      );
      create index on studies (intake_id, study_date desc, id desc);
      create index on quarantine (intake_id, id);
    `,
  },
  {
    name: 'hospital-13-packs',
    up: `
      create table packs (name text primary key);
      create table packed_blobs (
        sha256 text primary key, pack text not null references packs on delete cascade, start int8 not null,
        size int8 not null
      );
      create index on packed_blobs (pack);
    `,
  },
  {
    name: 'hospital-14-verdict-counts',
    up: `
      create table verdict_counts (
        month text not null, tier int not null, verdict text not null, studies int not null,
        primary key (month, tier, verdict)
      );
      insert into verdict_counts select to_char(added_at at time zone 'UTC', 'YYYY-MM'), (one->>'tier')::int, one->>'verdict', count(*)
        from studies, jsonb_array_elements(passport->'tiers') as one where passport is not null group by 1, 2, 3;
    `,
  },
  {
    name: 'hospital-15-features',
    up: `
      create table study_features (
        study_id uuid not null references studies on delete cascade, name text not null, unit text not null,
        value float8 not null, primary key (study_id, name)
      );
      create index on studies (category, added_at, id);
    `,
  },
  {
    name: 'hospital-16-patient-characteristics',
    up: `
      alter table studies add column sex text not null default '';
      alter table studies add column age_band text not null default '';
    `,
  },
  {
    name: 'hospital-17-stated-characteristics',
    up: `create table stated_characteristics (
      study_id uuid primary key references studies on delete cascade, sex text, age int
    )`,
  },
  {
    name: 'hospital-18-labels',
    up: `
      alter table case_files add column reader text;
      create table case_labels (case_id uuid primary key references cases on delete cascade, labels jsonb not null);
    `,
  },
  { name: 'hospital-18-voxels-received', up: 'alter table inbox add column voxels text' },
  {
    name: 'hospital-20-quarantine-counts',
    up: `
      alter table quarantine add column category text;
      update quarantine set category = run.category from intake_runs run where run.id = quarantine.intake_id;
      alter table quarantine alter column category set not null;
      create index on quarantine (category, what, code, state, id);
      create table quarantine_counts (
        category text not null, what text not null, code text not null, state text not null, entries int not null,
        primary key (category, what, code, state)
      );
      insert into quarantine_counts select category, what, code, state, count(*) from quarantine group by 1, 2, 3, 4;
    `,
  },
  {
    name: 'hospital-20-rechecks',
    up: `
      create table studies_by_rules (
        category text not null, rules_key text not null, studies int not null, primary key (category, rules_key)
      );
      insert into studies_by_rules select category, rules_key, count(*) from studies where rules_key is not null group by 1, 2;
      create table rechecks (
        category text not null, rules_key text not null, ordered_at timestamptz not null, checked_to uuid,
        primary key (category, rules_key)
      );
      create index on studies (category, rules_key, id);
      drop index studies_category_rules_key_idx;
    `,
  },
  {
    name: 'hospital-20-pairs-of-filters',
    up: `
      create index on studies (modality, manufacturer, study_date desc, id desc);
      create index on studies (modality, verdict, study_date desc, id desc);
      create index on studies (manufacturer, verdict, study_date desc, id desc);
      create statistics studies_filters (mcv) on category, modality, manufacturer, verdict from studies;
    `,
  },
  { name: 'hospital-21-waiting-items', up: `create index on quarantine (item) where state = 'waiting'` },
  {
    name: 'hospital-21-voxel-hashes',
    up: `
      update instances set pixel_sha256 = null where uid in ('image.nii', 'image.nrrd', 'image.mha');
      create index instances_to_hash on instances (series_id)
        where pixel_sha256 is null and uid in ('image.nii', 'image.nrrd', 'image.mha');
    `,
  },
  { name: 'hospital-22-cases-of-patients', up: 'create index on cases (patient)' },
]
