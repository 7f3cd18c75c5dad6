import type { Clock, Random } from '@assay/contracts'
import type { SigningKey, VerificationKey } from '@assay/signing'
import type { Kysely, Transaction } from '@assay/store'
import type { z } from 'zod'
import type { WakeUp } from './wake-up.ts'

/** Message types and the schemas of their bodies, as `contracts` has them for each direction. */
export type Bodies = Readonly<Record<string, z.ZodType>>

/** A message as a handler gets it: verified, addressed to us, not seen before, its body of the schema. */
export interface Message<Body = unknown> {
  readonly id: string
  readonly from: string
  readonly type: string
  readonly issuedAt: string
  readonly body: Body
}

/**
 * What a message does. Runs in the transaction that records the message, so it happens exactly once; an AssayError with
 * a status below 500 refuses the message for good (nothing of the handler's work stays), any other error leaves it to be
 * delivered again.
 */
export type Handler<Tables, Body> = (transaction: Transaction<Tables>, message: Message<Body>) => Promise<void>

/** A handler for every type of message that may come in. */
export type Handlers<Tables, Incoming extends Bodies> = {
  readonly [Type in keyof Incoming]: Handler<Tables, z.output<Incoming[Type]>>
}

/** A message of ours that the other side refused for good. */
export interface Refused {
  readonly id: string
  readonly to: string
  readonly type: string
  readonly body: unknown
  readonly code: string
}

/** One end of the exchange: who we are, whom we know, what we say and take. */
export interface Link<Tables = unknown, Incoming extends Bodies = Bodies, Outgoing extends Bodies = Bodies> {
  readonly db: Kysely<Tables>
  /** Our own id, a UUID. */
  readonly self: string
  readonly key: SigningKey
  readonly clock: Clock
  readonly random: Random
  /** The pinned keys of a peer; empty for a stranger. */
  readonly keysOf: (peer: string) => Promise<readonly VerificationKey[]>
  readonly incoming: Incoming
  readonly outgoing: Outgoing
  readonly handlers: Handlers<Tables, Incoming>
  /** Told, in the transaction that records it, that the other side refused a message of ours for good. */
  readonly onRefused?: (transaction: Transaction<Tables>, refused: Refused) => Promise<void>
  readonly wakeUp: WakeUp
}

/** The parts of a link that put messages into the outbox. */
export type Outbound<Outgoing extends Bodies = Bodies> = Pick<
  Link<never, Bodies, Outgoing>,
  'clock' | 'random' | 'outgoing' | 'wakeUp'
>
