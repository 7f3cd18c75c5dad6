import type { LinkageState, LinkageSubject, PublicIdentity } from '@assay/contracts'
import type { Migration } from '@assay/store'

/**
 * What patients are known by elsewhere, sealed with the institution's key; the rounds in which hospitals find
 * what they share; the way of the node's own inputs through the members' keys, a batch a row; what others ask.
 */
export const linkageMigrations: readonly Migration[] = [
  {
    name: 'hospital-9-linkage',
    up: `
      create table linkage_identities (
        subject text not null, reference text not null, input_hash text not null, sealed_input text not null,
        primary key (subject, reference, input_hash)
      );
      create table linkage_rounds (
        id uuid primary key, subject text not null, state text not null, members jsonb not null,
        members_hash text not null, sealed_seed text, keys jsonb, reason text, asked_at timestamptz not null,
        changed_at timestamptz not null
      );
      create table linkage_batches (
        round_id uuid not null references linkage_rounds, batch int not null, step int not null,
        "references" jsonb not null, inputs jsonb not null, blinds jsonb, answer jsonb,
        primary key (round_id, batch)
      );
      create table linkage_questions (
        round_id uuid not null references linkage_rounds, asker uuid not null, step int not null, batch int not null,
        elements jsonb not null, answered boolean not null, primary key (round_id, asker, step, batch)
      );
      create table linkage_shared (
        round_id uuid not null references linkage_rounds, subject text not null, reference text not null,
        others int not null, primary key (round_id, reference)
      );
      create index on linkage_shared (subject, reference);
    `,
  },
]

export interface LinkageRoundRow {
  id: string
  subject: LinkageSubject
  state: LinkageState
  /** In the order of their ids. */
  members: PublicIdentity[]
  members_hash: string
  /** Where the key of this round comes from; gone when the round is over. */
  sealed_seed: string | null
  /** Public keys of the members in their order, base64, when all have joined. */
  keys: string[] | null
  reason: string | null
  asked_at: string
  changed_at: string
}

export interface LinkageBatchRow {
  round_id: string
  batch: number
  /** Members whose key the inputs went through. */
  step: number
  /** Patients or images of the batch, in order. */
  references: string[]
  /** What goes through the next key, or, at the end, the outputs; base64. */
  inputs: string[]
  /** What the question that is out was blinded with. */
  blinds: { blind: string; blinded: string }[] | null
  answer: { evaluated: string[]; proof: string } | null
}

export interface LinkageTables {
  /** `reference`: the patient's pseudonym. */
  linkage_identities: { subject: LinkageSubject; reference: string; input_hash: string; sealed_input: string }
  linkage_rounds: LinkageRoundRow
  linkage_batches: LinkageBatchRow
  linkage_questions: {
    round_id: string
    asker: string
    step: number
    batch: number
    elements: string[]
    answered: boolean
  }
  linkage_shared: { round_id: string; subject: LinkageSubject; reference: string; others: number }
}
