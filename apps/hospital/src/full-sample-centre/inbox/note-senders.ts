import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

interface FromPeer {
  readonly size: number
  readonly intake: { readonly id: string } | { readonly title: string; readonly peer: string }
}

/** Counts what peers sent to the listener, with the objects in one transaction: what came again counts, too. */
export async function noteSenders(transaction: HospitalDb, at: string, received: readonly FromPeer[]): Promise<void> {
  const sent = received.flatMap(({ size, intake }) => ('peer' in intake ? [{ ...intake, size }] : []))
  for (const [, from] of Map.groupBy(sent, ({ peer, title }) => `${peer}\\${title}`)) {
    const { peer, title } = from[0]!
    const bytes = from.reduce((sum, { size }) => sum + size, 0)
    await transaction
      .insertInto('listener_senders')
      .values({ peer, title, objects: from.length, bytes, first_at: at, last_at: at })
      .onConflict((conflict) =>
        conflict.columns(['peer', 'title']).doUpdateSet({
          objects: sql`listener_senders.objects + excluded.objects`,
          bytes: sql`listener_senders.bytes + excluded.bytes`,
          last_at: at,
        }),
      )
      .execute()
  }
}
