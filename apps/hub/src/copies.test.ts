import { hasPostgreSQL, type PostgreSQLServer, startPostgreSQL } from '@assay/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  gatherConsortium,
  type RunningHub,
  startHub,
  type TestConsortium,
  testFolder,
} from './testing/test-consortium.ts'

describe.skipIf(!hasPostgreSQL())("copies of a hub over one PostgreSQL server (needs Debian's postgresql)", () => {
  const { folder, remove } = testFolder()
  let server: PostgreSQLServer
  let hubs: RunningHub[]
  let consortium: TestConsortium

  beforeAll(async () => {
    server = await startPostgreSQL()
    const database = { databaseUrl: server.databaseUrl, schema: 'assay_hub' }
    hubs = [await startHub(folder, database), await startHub(folder, database), await startHub(folder, database)]
    consortium = await gatherConsortium(hubs[0]!)
  })
  afterAll(async () => {
    await consortium.stop()
    for (const hub of hubs) await hub.stop()
    await server.stop()
    remove()
  })

  test('decide each evaluation once, and number without gaps', async () => {
    const ids = [await consortium.lock(), await consortium.lock(), await consortium.lock()]
    for (const id of ids) {
      for (const hospital of consortium.hospitals) await hospital.approve(await hospital.asked(id))
    }
    for (const id of ids) {
      const { protocol } = await consortium.reaches(id, 'running')
      for (const hospital of consortium.hospitals) {
        await hospital.send('run-scored', { evaluationId: id })
        await hospital.release(protocol!)
      }
    }
    const decided = await Promise.all(ids.map((id) => consortium.reaches(id, 'decided')))
    expect(decided.map(({ number }) => Number(number.slice(8)))).toEqual([1, 2, 3])
    const entries = await consortium.reviewer.ask<{ entry: { type: string } }[]>('GET', '/ledger/entries')
    expect(entries.filter(({ entry }) => entry.type === 'evaluation-decided')).toHaveLength(3)
    expect(consortium.hospitals.flatMap(({ refused }) => refused)).toEqual([])
  })
})
