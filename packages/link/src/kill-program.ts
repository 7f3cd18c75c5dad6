// The program that link-kill.test.ts runs and kills: one end of a link that queues `count` messages and takes as many.
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKey } from '@assay/signing'
import { inTransaction, type Migration, openStore, sql } from '@assay/store'
import { z } from 'zod'
import { enqueue } from './enqueue.ts'
import type { Link } from './link.ts'
import { linkMigrations } from './link-store.ts'
import { serveHub } from './loopback-hub.ts'
import { runLink } from './run-link.ts'
import { fetchTransport } from './transport.ts'
import { createWakeUp } from './wake-up.ts'

interface Tables {
  handled: { n: number }
  queued: { n: number }
}

export const killMigrations: readonly Migration[] = [
  ...linkMigrations,
  {
    name: 'kill-1',
    up: `create table handled (place bigint generated always as identity, n int not null);
      create table queued (n int primary key)`,
  },
]

const ids = { hub: '01890a5d-ac96-774b-bcce-b302099a8057', node: '01890a5d-ac96-774b-bcce-b302099a8058' }
const keys = { hub: createKey(() => Buffer.alloc(32, 1)), node: createKey(() => Buffer.alloc(32, 2)) }
const bodies = { counted: z.strictObject({ n: z.int() }) }

type End = Link<Tables, typeof bodies, typeof bodies>

async function openEnd(role: 'hub' | 'node', directory: string): Promise<End> {
  const { db } = await openStore<Tables>({ directory }, killMigrations)
  return {
    db,
    self: ids[role],
    key: keys[role],
    clock: () => new Date(),
    random: randomBytes,
    keysOf: async (peer) => (peer === ids.hub ? [keys.hub] : [keys.node]),
    incoming: bodies,
    outgoing: bodies,
    handlers: {
      counted: async (transaction, { body }) => {
        // The test kills on this sign: long enough that some kills fall between a message's record and its effect.
        process.stdout.write('.')
        await sleep(8)
        await transaction.insertInto('handled').values({ n: body.n }).execute()
      },
    },
    wakeUp: createWakeUp(),
  }
}

/** Queues what is not queued yet, each number and its message in one transaction. */
async function queueAll(end: End, to: string, count: number): Promise<void> {
  const { n: from } = await end.db
    .selectFrom('queued')
    .select((expression) => expression.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  for (let n = from; n < count; n += 1) {
    await inTransaction(end.db, async (transaction) => {
      await transaction.insertInto('queued').values({ n }).execute()
      await enqueue(transaction, end, { to, type: 'counted', body: { n } })
    })
    await sleep(10)
  }
}

async function untilDone(end: End, count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ handled: number; settled: number }>`
      select (select count(*) from handled) as handled,
        (select count(*) from link_outbox where outcome is not null) as settled`.execute(end.db)
    if (rows[0]!.handled >= count && rows[0]!.settled >= count) return
    await sleep(100)
  }
}

async function main([role, directory, port, messages]: readonly string[]): Promise<void> {
  const count = Number(messages)
  const stop = new AbortController()
  if (role === 'hub') {
    const hub = await openEnd('hub', directory!)
    await serveHub(hub, Number(port))
    await Promise.all([queueAll(hub, ids.node, count), untilDone(hub, count)])
    // The node may still wait for the acknowledgement of its last message.
    await sleep(3000)
  } else {
    const node = await openEnd('node', directory!)
    const transport = fetchTransport(`http://127.0.0.1:${port}`)
    const options = { signal: stop.signal, waitMs: 500 }
    void runLink(node, { id: ids.hub, transport }, options)
    await Promise.all([queueAll(node, ids.hub, count), untilDone(node, count)])
    // The hub hears of the last message with the next poll.
    await sleep(2000)
  }
  process.exit(0)
}

if (import.meta.main) await main(process.argv.slice(2))
