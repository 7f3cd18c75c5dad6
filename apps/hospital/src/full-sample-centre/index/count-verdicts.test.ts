import { randomBytes } from 'node:crypto'
import type { QualityPassport, QualityVerdict } from '@assay/contracts'
import type { Store } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HospitalTables, hospitalMigrations } from '../../hospital-tables.ts'
import { countVerdicts, recountVerdicts } from './count-verdicts.ts'

let store: Store<HospitalTables>
beforeEach(async () => {
  store = await openTestStore<HospitalTables>(hospitalMigrations)
})
afterEach(() => store.close())

function passportOf(first: QualityVerdict, third: QualityVerdict): QualityPassport {
  const hash = randomBytes(32).toString('hex')
  return {
    schema: 'assay.quality-passport/1',
    study: '1.2',
    category: 'lung-ct',
    manifestHash: hash,
    issuedAt: '2025-01-01T00:00:00.000Z',
    ruleSets: [],
    verdict: first,
    outcomes: [],
    tiers: [
      { tier: 1, verdict: first, rules: 3 },
      { tier: 3, verdict: third, rules: 1 },
    ],
  }
}

test('counts move with the passport of a study, and leave with it', async () => {
  const added_at = '2025-03-31T23:59:59.999Z'
  const good = passportOf('accept', 'accept')
  const bad = passportOf('quarantine', 'accept')
  await recountVerdicts(store.db, { added_at, passport: null }, good)
  await recountVerdicts(store.db, { added_at, passport: null }, good)
  await recountVerdicts(store.db, { added_at, passport: good }, bad)
  expect(await countVerdicts(store.db)).toEqual([
    { month: '2025-03', tier: 1, verdict: 'accept', studies: 1 },
    { month: '2025-03', tier: 1, verdict: 'quarantine', studies: 1 },
    { month: '2025-03', tier: 3, verdict: 'accept', studies: 2 },
  ])
  await recountVerdicts(store.db, { added_at, passport: bad }, null)
  await recountVerdicts(store.db, { added_at, passport: good }, null)
  expect(await countVerdicts(store.db)).toEqual([])
})
