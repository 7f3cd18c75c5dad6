import { randomUUID } from 'node:crypto'
import type { Protocol } from '@assay/contracts'
import { jsonb } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import { expect, test } from 'vitest'
import { type HospitalTables, hospitalMigrations } from '../../hospital-tables.ts'
import { assertShowable } from './assert-showable.ts'
import { countDisclosedBefore } from './disclose-case.ts'

const at = '2026-11-27T08:00:00.000Z'

/** A node's tables with a set of three cases, two of which another evaluation disclosed to Maker. */
async function opened() {
  const store = await openTestStore<HospitalTables>(hospitalMigrations)
  const { db } = store
  const [set, earlier, id] = [randomUUID(), randomUUID(), randomUUID()]
  const cases = [randomUUID(), randomUUID(), randomUUID()]
  const named = { category: 'ecg', provenance: 'patients' } as const
  const counts = { version: 1, manifest_hash: '0'.repeat(64), patients: 3, cases: 3, sealed_at: at, target: {} }
  await db
    .insertInto('test_sets')
    .values({ id: set, ...named, task: 'beat-classification', ...counts })
    .execute()
  for (const one of cases) {
    const row = { id: one, ...named, name: one, patient: one, content_hash: one, accepted_at: at, study_id: null }
    await db.insertInto('cases').values(row).execute()
    await db.insertInto('test_set_cases').values({ test_set_id: set, case_id: one }).execute()
  }
  const protocol = { category: 'ecg', task: 'beat-classification', device: { vendor: 'Maker', name: 'Box' } }
  const evaluation = {
    id: earlier,
    test_set_id: set,
    protocol: jsonb(protocol as unknown as Protocol),
    protocol_hash: '',
    protocol_envelope: jsonb({} as never),
    state: 'released' as const,
    blocked_by: null,
    reason: null,
    asked_at: at,
    changed_at: at,
    started_at: at,
    finished_at: at,
  }
  await db
    .insertInto('evaluations')
    .values(evaluation as never)
    .execute()
  for (const case_id of cases.slice(0, 2))
    await db.insertInto('disclosures').values({ vendor: 'Maker', case_id, evaluation_id: earlier, at }).execute()
  const asking = (vendor: string, wayOfRunning?: Protocol['wayOfRunning']) => ({
    id,
    test_set_id: set,
    protocol: { ...protocol, wayOfRunning, device: { vendor, name: 'Box' } } as unknown as Protocol,
  })
  return { store, asking }
}

test('patients’ cases that a vendor was shown are not shown to a device of its again, in whatever way it runs', async () => {
  const { store, asking } = await opened()
  const { db } = store
  try {
    expect(await countDisclosedBefore(db, asking('Maker'))).toBe(2)
    const refused = assertShowable(db, asking('Maker', 'package'), { provenance: 'patients' })
    await expect(refused).rejects.toMatchObject({ code: 'cases-disclosed', parameters: { cases: 2, vendor: 'Maker' } })
    // Another vendor saw none of them; and public cases never were blind.
    await assertShowable(db, asking('Other', 'package'), { provenance: 'patients' })
    await assertShowable(db, asking('Maker', 'package'), { provenance: 'public' })
    await expect(assertShowable(db, asking('Other', 'appliance'), { provenance: 'public' })).rejects.toMatchObject({
      code: 'appliance-missing',
    })
  } finally {
    await store.close()
  }
})
