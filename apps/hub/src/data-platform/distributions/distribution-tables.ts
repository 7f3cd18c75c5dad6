import type { DistributionAxis, DistributionRelease, DsseEnvelope, HubDistribution } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Categories whose distributions were asked for, what each hospital let out, and what the others were told last. */
export const distributionMigrations: readonly Migration[] = [
  {
    name: 'hub-5-distributions',
    up: `
      create table distribution_requests (
        id uuid primary key, category text not null, definition text not null, axes jsonb not null, epoch int not null,
        is_current boolean not null, asked_by uuid not null, asked_at timestamptz not null
      );
      create unique index on distribution_requests (category) where is_current;
      create table distribution_members (
        request_id uuid not null references distribution_requests, hospital_id uuid not null references hospitals,
        state text not null, reason text, sequence int not null, release jsonb, envelope jsonb, received_at timestamptz,
        told_sequence int not null, primary key (request_id, hospital_id)
      );
    `,
  },
]

export interface DistributionRequestRow {
  id: string
  category: string
  definition: string
  axes: DistributionAxis[]
  /** References that were sent. */
  epoch: number
  /** Later definitions take the place of earlier ones. */
  is_current: boolean
  asked_by: string
  asked_at: string
}

export interface DistributionMemberRow {
  request_id: string
  hospital_id: string
  state: HubDistribution['hospitals'][number]['state']
  reason: string | null
  /** Of the release; 0 before any. */
  sequence: number
  release: DistributionRelease | null
  envelope: DsseEnvelope | null
  received_at: string | null
  /** Of the release that the last reference was made from; 0 for none. */
  told_sequence: number
}

export interface DistributionTables {
  distribution_requests: DistributionRequestRow
  distribution_members: DistributionMemberRow
}
