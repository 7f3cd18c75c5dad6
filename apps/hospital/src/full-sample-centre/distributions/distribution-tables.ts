import type {
  DistributionProposal,
  DistributionReference,
  DistributionRelease,
  DistributionState,
  DsseEnvelope,
  ReleasedCount,
} from '@assay/contracts'
import type { Migration } from '@assay/store'

/** What was asked of a category, what waits to be signed, what was signed, and what was heard of the others. */
export const distributionMigrations: readonly Migration[] = [
  {
    name: 'hospital-17-distributions',
    up: `
      create table distribution_requests (
        category text primary key, request_id uuid not null unique, definition text not null, state text not null,
        reason text, asked_at timestamptz not null, changed_at timestamptz not null, proposal jsonb,
        prepared_at timestamptz
      );
      create table distribution_releases (
        category text not null, sequence int not null, request_id uuid not null, payload jsonb not null, made jsonb not null,
        envelope jsonb not null, signed_at timestamptz not null, primary key (category, sequence)
      );
      create table distribution_counted (
        category text not null, counted_for text not null, quantity int not null, cell int not null, patient text not null,
        primary key (category, counted_for, quantity, cell, patient)
      );
      create table distribution_references (
        category text primary key, request_id uuid not null, epoch int not null, payload jsonb not null,
        envelope jsonb not null, received_at timestamptz not null
      );
    `,
  },
]

/** What waits for a signature, with the values that stay and those that later releases are held against. */
export interface PreparedDistribution {
  readonly payload: DistributionRelease
  readonly cells: DistributionProposal['cells']
  readonly made: ReleasedCount[][]
}

export interface DistributionRequestRow {
  category: string
  request_id: string
  /** Hash of the axes that the hub asks for. */
  definition: string
  state: DistributionState
  reason: string | null
  asked_at: string
  changed_at: string
  proposal: PreparedDistribution | null
  prepared_at: string | null
}

/**
 * Why `distribution_counted` keeps a patient's place: what was signed speaks of it, and so would what waits; or it was the
 * patient's place when a steward last decided, or when what waits was prepared.
 */
export type CountedFor = 'signed' | 'proposed' | 'decided-places' | 'proposed-places'

export interface DistributionTables {
  distribution_requests: DistributionRequestRow
  distribution_releases: {
    category: string
    sequence: number
    request_id: string
    payload: DistributionRelease
    /** Values as they were made, before kept ones were widened. */
    made: ReleasedCount[][]
    envelope: DsseEnvelope
    signed_at: string
  }
  distribution_counted: { category: string; counted_for: CountedFor; quantity: number; cell: number; patient: string }
  distribution_references: {
    category: string
    request_id: string
    epoch: number
    payload: DistributionReference
    envelope: DsseEnvelope
    received_at: string
  }
}
