import type { DsseEnvelope } from '@assay/contracts'
import type { Bodies, Link } from './link.ts'
import { noteHeard } from './link-store.ts'
import { receive } from './receive.ts'

/**
 * The hub's answer to a message that a node posted: a signed acknowledgement, of acceptance or of refusal, given only
 * once the message is recorded. Throws as `receive` does; the node then sends again.
 */
export async function answerMessage<Tables, Incoming extends Bodies>(
  link: Link<Tables, Incoming>,
  envelope: unknown,
): Promise<{ acknowledgement: DsseEnvelope; from: string }> {
  const { acknowledgement, from } = await receive(link, envelope)
  await noteHeard(link.db, from, link.clock())
  return { acknowledgement, from }
}
