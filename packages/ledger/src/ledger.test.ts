import { randomBytes } from 'node:crypto'
import { AssayError } from '@assay/contracts'
import { createKey } from '@assay/signing'
import { inTransaction, type Kysely, sql } from '@assay/store'
import { describeStores } from '@assay/store/testing'
import { expect, test } from 'vitest'
import { append } from './append.ts'
import { auditLedger, listEntries } from './audit.ts'
import { readCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { readEvidence, verifyEvidence } from './evidence.ts'
import { eraseActor, ledgerMigrations } from './ledger-store.ts'
import { emptyRoot } from './merkle-tree.ts'
import { isConsistent } from './proofs.ts'
import { proveConsistency, proveInclusion, readRoot } from './prove.ts'

const at = new Date('2026-03-01T08:00:00Z')
const clock = () => at
const origin = '01890a5d-ac96-774b-bcce-b302099a8057'
const account = '01890a5d-ac96-774b-bcce-b302099a8058'

function act(n: number) {
  return { type: 'protocol-locked', at, subject: { evaluationId: origin, n }, actor: account }
}

function appendOne(db: Kysely<unknown>, n: number): Promise<number> {
  return inTransaction(db, (transaction) => append(transaction, act(n), randomBytes))
}

describeStores('ledger', (open) => {
  test('an entry is proved by its evidence alone, against a signed checkpoint', async () => {
    const { db } = await open(ledgerMigrations)
    for (let n = 0; n < 21; n += 1) expect(await appendOne(db, n)).toBe(n)
    const key = createKey(randomBytes)
    const checkpoint = verifyCheckpoint(signCheckpoint(await readCheckpoint(db, origin, clock), key), [key], origin)
    expect(checkpoint).toMatchObject({ size: 21, at: '2026-03-01T08:00:00.000Z' })
    for (let n = 0; n < 21; n += 1) {
      const evidence = JSON.parse(JSON.stringify(await readEvidence(db, n, 21)))
      expect(verifyEvidence(evidence, checkpoint).subject).toEqual({ evaluationId: origin, n })
      const forged = { ...evidence, entry: { ...evidence.entry, subject: { evaluationId: origin, n: n + 1 } } }
      expect(() => verifyEvidence(forged, checkpoint)).toThrow(new AssayError('proof-invalid', { index: n }))
    }
  })

  test('later states are shown to extend earlier ones', async () => {
    const { db } = await open(ledgerMigrations)
    const checkpoints = [await readCheckpoint(db, origin, clock)]
    for (let n = 0; n < 12; n += 1) {
      await appendOne(db, n)
      checkpoints.push(await readCheckpoint(db, origin, clock))
    }
    expect(checkpoints[0]?.rootHash).toBe(emptyRoot)
    for (const first of checkpoints) {
      const last = checkpoints.at(-1)!
      const proof = await proveConsistency(db, first.size, last.size)
      expect(isConsistent(proof, first.rootHash, last.rootHash)).toBe(true)
      expect(await readRoot(db, first.size)).toBe(first.rootHash)
    }
    expect(await auditLedger(db)).toEqual({ size: 12, rootHash: checkpoints.at(-1)?.rootHash })
  })

  test('an act that is rolled back leaves no gap, and writers at once no fork', async () => {
    const { db } = await open(ledgerMigrations)
    const writers = Array.from({ length: 30 }, async (_, n) => {
      if (n % 3 !== 0) return appendOne(db, n)
      const failing = inTransaction(db, async (transaction) => {
        await append(transaction, act(n), randomBytes)
        throw new Error('rolled back')
      })
      await expect(failing).rejects.toThrow('rolled back')
      return -1
    })
    const indexes = (await Promise.all(writers)).filter((index) => index >= 0)
    expect(indexes.toSorted((one, two) => one - two)).toEqual(Array.from({ length: 20 }, (_, n) => n))
    expect((await auditLedger(db)).size).toBe(20)
  })

  test('two entries in one transaction', async () => {
    const { db } = await open(ledgerMigrations)
    const indexes = await inTransaction(db, async (transaction) => [
      await append(transaction, act(1), randomBytes),
      await append(transaction, act(2), randomBytes),
    ])
    expect(indexes).toEqual([0, 1])
  })

  test('the log holds commitments, not people; erasing one keeps every proof', async () => {
    const { db } = await open(ledgerMigrations)
    await appendOne(db, 0)
    await appendOne(db, 1)
    const before = await listEntries(db, 0, 10)
    expect(before.map((listed) => listed.actor)).toEqual([account, account])
    expect(before[0]?.entry.actor).not.toBe(before[1]?.entry.actor)
    expect(JSON.stringify(before.map((listed) => listed.entry))).not.toContain(account)
    await eraseActor(db, account)
    const after = await listEntries(db, 0, 10)
    expect(after).toEqual(before.map(({ index, entry }) => ({ index, entry })))
    expect((await auditLedger(db)).size).toBe(2)
  })

  test('entries cannot be changed or deleted by accident, and a forger is found', async () => {
    const { db } = await open(ledgerMigrations)
    for (let n = 0; n < 5; n += 1) await appendOne(db, n)
    await expect(sql`update ledger_entries set entry = '{}'`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`delete from ledger_nodes`.execute(db)).rejects.toThrow('append-only')
    await sql`alter table ledger_entries disable trigger append_only`.execute(db)
    await sql`update ledger_entries set entry = replace(entry, '"n":2', '"n":3') where index = 2`.execute(db)
    await expect(auditLedger(db)).rejects.toThrow(new AssayError('proof-invalid'))
  })

  test('an act that says more than ids, hashes and counts is refused', async () => {
    const { db } = await open(ledgerMigrations)
    const personal = { ...act(1), subject: { name: 'Zhang San' } }
    await expect(append(db, personal, randomBytes)).rejects.toThrow(
      new AssayError('input-invalid', { where: 'subject.name', what: 'invalid_union' }),
    )
  })

  test('proofs of what is not there', async () => {
    const { db } = await open(ledgerMigrations)
    await appendOne(db, 0)
    await expect(proveInclusion(db, 1, 1)).rejects.toThrow(new AssayError('not-found', { what: 'ledger-entry' }))
    await expect(proveInclusion(db, 0, 2)).rejects.toThrow(new AssayError('not-found', { what: 'ledger-entry' }))
    await expect(proveConsistency(db, 2, 1)).rejects.toThrow(new AssayError('not-found', { what: 'ledger-entry' }))
  })
})

test('a checkpoint of another log, or signed by another key, is refused', () => {
  const key = createKey(randomBytes)
  const envelope = signCheckpoint(
    { schema: 'assay.checkpoint/1', origin, size: 0, rootHash: emptyRoot, at: at.toISOString() },
    key,
  )
  expect(() => verifyCheckpoint(envelope, [key], account)).toThrow(new AssayError('proof-invalid'))
  expect(() => verifyCheckpoint(envelope, [createKey(randomBytes)], origin)).toThrow(
    new AssayError('signature-invalid'),
  )
})
