import { randomBytes } from 'node:crypto'
import { sha256, sha256OfJson } from '@assay/signing'
import { newId } from '@assay/store'
import { describeStores } from '@assay/store/testing'
import { expect, test } from 'vitest'
import { type HospitalDb, type HospitalTables, hospitalMigrations } from '../hospital-tables.ts'
import type { TestSetRow } from './evaluation-centre-tables.ts'
import { assertSealed, composeManifest } from './test-set-manifest.ts'

const at = '2026-11-23T12:00:00.000Z'
const id = () => newId(() => new Date(at), randomBytes)

/** Seals two cases of two patients, as the node's use cases would. */
async function sealTwo(db: HospitalDb): Promise<{ set: TestSetRow; first: string; second: string }> {
  const [first, second] = [id(), id()].sort() as [string, string]
  const set = { id: id(), category: 'ecg', task: 'beat-classification', version: 1, provenance: 'public' as const }
  for (const [caseId, name, patient] of [
    [first, '100', 'p100'],
    [second, '200', 'p200'],
  ] as const) {
    const provenance = 'public'
    await db
      .insertInto('cases')
      .values({ id: caseId, category: 'ecg', name, patient, provenance, content_hash: sha256(name), accepted_at: at })
      .execute()
    for (const [extension, role] of [
      ['hea', 'signal-header'],
      ['dat', 'signal'],
      ['atr', 'reference'],
    ] as const) {
      const file = `${name}.${extension}`
      await db
        .insertInto('case_files')
        .values({ case_id: caseId, name: file, role, sha256: sha256(file) })
        .execute()
    }
  }
  const members = await db.selectFrom('cases').select(['id', 'name', 'patient']).execute()
  const manifest = await composeManifest(db, set, members)
  expect(manifest.cases.map(({ caseId, patient, files }) => [caseId, patient, files.map(({ name }) => name)])).toEqual([
    [first, 'p100', ['100.atr', '100.dat', '100.hea']],
    [second, 'p200', ['200.atr', '200.dat', '200.hea']],
  ])
  const declared = { target: {}, expires_on: null }
  const row = { ...set, ...declared, manifest_hash: sha256OfJson(manifest), patients: 2, cases: 2, sealed_at: at }
  await db.insertInto('test_sets').values(row).execute()
  for (const case_id of [first, second]) {
    await db.insertInto('test_set_cases').values({ test_set_id: set.id, case_id }).execute()
  }
  return { set: row, first, second }
}

describeStores('a sealed set', (open) => {
  const sealed = async () => {
    const { db } = await open<HospitalTables>(hospitalMigrations)
    return { db, ...(await sealTwo(db)) }
  }
  const altered = expect.objectContaining({ code: 'test-set-altered' })

  test('is what its manifest says', async () => {
    const { db, set } = await sealed()
    await expect(assertSealed(db, set)).resolves.toBeUndefined()
  })

  test("is no more, once two patients' references were swapped", async () => {
    const { db, set, first, second } = await sealed()
    for (const [caseId, file] of [
      [first, '200.atr'],
      [second, '100.atr'],
    ] as const)
      await db
        .updateTable('case_files')
        .set({ sha256: sha256(file) })
        .where('case_id', '=', caseId)
        .where('role', '=', 'reference')
        .execute()
    await expect(assertSealed(db, set)).rejects.toThrow(altered)
  })

  test('is no more, once a patient, a role, or a member was changed', async () => {
    const { db, set, second } = await sealed()
    await db.updateTable('cases').set({ patient: 'p100' }).where('id', '=', second).execute()
    await expect(assertSealed(db, set)).rejects.toThrow(altered)
    await db.updateTable('cases').set({ patient: 'p200' }).where('id', '=', second).execute()
    await expect(assertSealed(db, set)).resolves.toBeUndefined()
    await db.updateTable('case_files').set({ role: 'signal' }).where('name', '=', '200.atr').execute()
    await expect(assertSealed(db, set)).rejects.toThrow(altered)
    await db.updateTable('case_files').set({ role: 'reference' }).where('name', '=', '200.atr').execute()
    await db.deleteFrom('test_set_cases').where('case_id', '=', second).execute()
    await expect(assertSealed(db, set)).rejects.toThrow(altered)
  })
})
