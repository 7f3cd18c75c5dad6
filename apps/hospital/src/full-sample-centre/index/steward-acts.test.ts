import { join } from 'node:path'
import type { Quarantined, RecheckStatus, RuleSet, StudyPage, StudyView } from '@assay/contracts'
import { ownRuleSets, readRuleSets } from '@assay/governance'
import { type ListedEntry, listEntries } from '@assay/ledger'
import { sha256 } from '@assay/signing'
import { openStore } from '@assay/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HospitalTables, hospitalMigrations } from '../../hospital-tables.ts'
import { writeSlices } from '../../testing/slices.ts'
import { startHospital, type TestHospital, testDatabase, testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const { folder, remove } = testFolder()
let hospital: TestHospital

beforeAll(async () => {
  hospital = await startHospital(folder)
  writeSlices(join(hospital.intake, 'lung'), 3)
  writeSlices(join(hospital.intake, 'liver'), 3, { patient: 'MRN-2', study: 2, seed: 90 })
  await hospital.steward.takeIn('lung', 'patients', 'lung-ct')
  await hospital.steward.takeIn('liver', 'patients', 'liver-ct')
})
afterAll(async () => {
  await hospital.stop()
  remove()
})

/** Does something with the node's database while the node is down. */
async function whileDown<T>(
  work: (db: Awaited<ReturnType<typeof openStore<HospitalTables>>>['db']) => Promise<T>,
  ruleSets?: readonly RuleSet[],
): Promise<T> {
  await hospital.stop()
  const store = await openStore<HospitalTables>(testDatabase(folder), hospitalMigrations)
  const result = await work(store.db).finally(() => store.close())
  hospital = await startHospital(folder, ruleSets ? { ruleSets } : {})
  return result
}

const ledger = (type: string): Promise<ListedEntry[]> =>
  whileDown(async (db) => (await listEntries(db, 0, 10_000)).filter(({ entry }) => entry.type === type))

async function studyOf(category: string): Promise<StudyView> {
  const { studies } = await hospital.steward.get<StudyPage>(`/studies?category=${category}`)
  return hospital.steward.get<StudyView>(`/studies/${studies[0]!.id}`)
}

test('a study in question is accepted with a reason, whose hash and whose author stand in the ledger', async () => {
  const study = await studyOf('lung-ct')
  const waiting = await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')
  const entry = waiting.find(({ studyId, what }) => studyId === study.id && what === 'study')!
  expect(entry).toMatchObject({ acceptable: true, state: 'waiting' })
  const path = `/quarantine/${entry.id}/accept`
  expect(await hospital.steward.refused('POST', path, {})).toMatchObject({ code: 'input-invalid' })
  const reason = 'A phantom: three slices are all there are.'
  expect(await hospital.steward.post(path, { reason })).toMatchObject({ state: 'accepted', reason })
  expect(await hospital.steward.refused('POST', path, { reason })).toMatchObject({ code: 'state-conflict' })
  expect(await studyOf('lung-ct')).toMatchObject({ verdict: 'accepted-by-steward' })
  const [logged, ...more] = await ledger('quarantine-accepted')
  expect(more).toEqual([])
  expect(logged!.actor).toMatch(/^[0-9a-f-]{36}$/)
  expect(logged!.entry.subject).toMatchObject({ quarantineId: entry.id, reason: sha256(Buffer.from(reason)) })
})

/** The platform's rules, with another limit in one rule of the lungs' acquisition. */
function changedRules(): RuleSet[] {
  return readRuleSets(ownRuleSets).map((set) =>
    set.id === 'lung-ct-acquisition'
      ? {
          ...set,
          version: set.version + 1,
          rules: set.rules.map((rule) => (rule.id === 'thickness' ? looser(rule) : rule)),
        }
      : set,
  )
}

function looser(rule: RuleSet['rules'][number]): RuleSet['rules'][number] {
  return { ...rule, severity: rule.severity === 'warn' ? 'quarantine' : 'warn' }
}

test('after a rule changes, only what it touches is checked again, and of that only the rule', async () => {
  const [lung, liver] = [await studyOf('lung-ct'), await studyOf('liver-ct')]
  expect(await hospital.steward.get<RecheckStatus>('/recheck')).toEqual({ touched: 0, waiting: 0 })
  await whileDown(async () => undefined, changedRules())
  expect(await hospital.steward.get<RecheckStatus>('/recheck')).toEqual({ touched: 1, waiting: 0 })
  expect(await hospital.steward.post<RecheckStatus>('/recheck')).toMatchObject({ touched: 1 })
  const again = await until('the check', async () => {
    const view = await studyOf('lung-ct')
    return view.passport?.issuedAt === lung.passport!.issuedAt ? undefined : view
  })
  const hashes = (view: StudyView) => view.passport!.outcomes.map(({ rule, ruleHash }) => `${rule} ${ruleHash}`)
  const changed = hashes(again).filter((one) => !hashes(lung).includes(one))
  expect(changed).toHaveLength(1)
  expect(changed[0]).toMatch(/^thickness /)
  expect((await studyOf('liver-ct')).passport).toEqual(liver.passport)
  expect(await hospital.steward.get<RecheckStatus>('/recheck')).toEqual({ touched: 0, waiting: 0 })
  const logged = await whileDown(
    async (db) => (await listEntries(db, 0, 10_000)).filter(({ entry }) => entry.type === 'studies-rechecked'),
    changedRules(),
  )
  expect(logged.map(({ entry }) => entry.subject)).toEqual([{ studies: 1 }])
  expect(logged[0]!.actor).toMatch(/^[0-9a-f-]{36}$/)
})

test('a study whose records were changed behind the node is shown to nobody as what it was', async () => {
  const { id } = await studyOf('liver-ct')
  await whileDown((db) =>
    db
      .updateTable('instances')
      .set({ sha256: 'f'.repeat(64) })
      .where('series_id', 'in', db.selectFrom('series').select('id').where('study_id', '=', id))
      .execute(),
  )
  for (const path of [`/studies/${id}`, `/studies/${id}/passport.json`])
    expect(await hospital.steward.refused('GET', path)).toMatchObject({ status: 409, code: 'study-altered' })
  expect(await studyOf('lung-ct')).toMatchObject({ verdict: 'accepted-by-steward' })
})

test('a slice is drawn as a picture, and one that is not there is not', async () => {
  const { id, seriesList } = await studyOf('lung-ct')
  const at = (slice: number) => `/studies/${id}/slice.png?series=${seriesList[0]!.uid}&slice=${slice}&from=2,2&to=5,9`
  expect((await hospital.steward.download(at(2))).subarray(1, 4).toString()).toBe('PNG')
  expect(await hospital.steward.refused('GET', at(3))).toMatchObject({ code: 'not-found' })
})
