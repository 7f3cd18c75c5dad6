import type { Provenance } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Hospitals, their invitations, and the test sets that they announced. */
export const dataPlatformMigrations: readonly Migration[] = [
  {
    name: 'hub-2-hospitals',
    up: `
      create table hospitals (
        id uuid primary key, name text not null, key_id text not null unique, public_key text not null,
        desk_url text not null, demonstration boolean not null, enrolled_at timestamptz not null
      );
      create table hospital_invitations (
        code_hash text primary key, name text not null, invited_by uuid not null,
        expires_at timestamptz not null, hospital_id uuid references hospitals
      );
      create table test_sets (
        hospital_id uuid not null references hospitals, test_set_id uuid not null, version int not null,
        category text not null, task text not null, provenance text not null, manifest_hash text not null,
        patients int not null, cases int not null, sealed_at timestamptz not null, announced_at timestamptz not null,
        primary key (hospital_id, test_set_id, version)
      );
    `,
  },
]

/** An enrolled hospital: its key is pinned. */
export interface HospitalRow {
  id: string
  name: string
  key_id: string
  public_key: string
  desk_url: string
  demonstration: boolean
  enrolled_at: string
}

/** A sealed set as its hospital announced it. */
export interface TestSetRow {
  hospital_id: string
  test_set_id: string
  version: number
  category: string
  task: string
  provenance: Provenance
  manifest_hash: string
  patients: number
  cases: number
  sealed_at: string
  announced_at: string
}

export interface DataPlatformTables {
  hospitals: HospitalRow
  hospital_invitations: {
    code_hash: string
    name: string
    invited_by: string
    expires_at: string
    hospital_id: string | null
  }
  test_sets: TestSetRow
}
