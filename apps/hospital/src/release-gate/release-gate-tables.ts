import type { DsseEnvelope, ReleasePayload, releaseCell } from '@assay/contracts'
import type { z } from '@assay/http'
import type { Migration } from '@assay/store'

/** What waits to be released, and what was. */
export const releaseGateMigrations: readonly Migration[] = [
  {
    name: 'hospital-6-release-gate',
    up: `create table releases (
      evaluation_id uuid primary key references evaluations, payload jsonb not null, cells jsonb not null,
      prepared_at timestamptz not null, signed_at timestamptz, envelope jsonb
    )`,
  },
]

export interface ReleaseGateTables {
  releases: {
    evaluation_id: string
    /** What will be signed: prepared once, so that the steward signs what was read. */
    payload: ReleasePayload
    /** What leaves and what stays, with the values that stay. It never leaves. */
    cells: z.infer<typeof releaseCell>[]
    prepared_at: string
    signed_at: string | null
    envelope: DsseEnvelope | null
  }
}
