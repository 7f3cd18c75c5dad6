import type { QualityVerdict, SignedPassportFile } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Passports that were signed, as they were handed on. */
export const signedPassportMigrations: readonly Migration[] = [
  {
    name: 'hospital-19-signed-passports',
    up: `
      create table signed_passports (
        id uuid primary key, category text not null, study_id uuid, verdict text not null, sha256 text not null unique,
        file jsonb not null, issued_at timestamptz not null, signed_at timestamptz not null, signed_by uuid not null, steward text not null
      );
      create index signed_passports_by_study on signed_passports (study_id);
      create index signed_passports_by_time on signed_passports (signed_at);
    `,
  },
]

export interface SignedPassportTables {
  signed_passports: {
    id: string
    category: string
    /** Null for the passport of a category. The study may have left the index since. */
    study_id: string | null
    verdict: QualityVerdict
    sha256: string
    file: SignedPassportFile
    issued_at: string
    signed_at: string
    signed_by: string
    /** The steward's name, as colleagues saw it then. */
    steward: string
  }
}
