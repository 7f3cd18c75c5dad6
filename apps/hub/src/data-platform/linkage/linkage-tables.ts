import type { DsseEnvelope, HubLinkage, LinkageSubject } from '@assay/contracts'
import type { Migration } from '@assay/store'

/** Rounds in which hospitals find the patients and images that they share. Tokens are kept until they are compared. */
export const linkageMigrations: readonly Migration[] = [
  {
    name: 'hub-4-linkage',
    up: `
      create table linkage_rounds (
        id uuid primary key, subject text not null, state text not null, reason text, asked_by uuid not null,
        asked_at timestamptz not null, changed_at timestamptz not null
      );
      create table linkage_members (
        round_id uuid not null references linkage_rounds, hospital_id uuid not null references hospitals,
        state text not null, key jsonb, primary key (round_id, hospital_id)
      );
      create table linkage_tokens (
        round_id uuid not null references linkage_rounds, hospital_id uuid not null, part int not null,
        parts int not null, tokens jsonb not null, primary key (round_id, hospital_id, part)
      );
    `,
  },
]

export interface LinkageRoundRow {
  id: string
  subject: LinkageSubject
  state: HubLinkage['state']
  reason: string | null
  asked_by: string
  asked_at: string
  changed_at: string
}

export interface LinkageTables {
  linkage_rounds: LinkageRoundRow
  linkage_members: {
    round_id: string
    hospital_id: string
    state: HubLinkage['members'][number]['state']
    key: DsseEnvelope | null
  }
  linkage_tokens: { round_id: string; hospital_id: string; part: number; parts: number; tokens: string[] }
}
