import type { Quarantined, QuarantineQuery, StudyQuery } from '@assay/contracts'
import { sql } from '@assay/store'
import { describeStores } from '@assay/store/testing'
import { beforeEach, expect, it } from 'vitest'
import { type HospitalDb, type HospitalTables, hospitalMigrations } from '../../hospital-tables.ts'
import { closeEntries } from '../quarantine/close-entries.ts'
import { countQuarantine, listQuarantine } from '../quarantine/quarantine-store.ts'
import { beginRecheckRound } from './recheck-round.ts'
import { listStudies } from './study-store.ts'

const intake = '01900000-0000-7000-8003-000000000000'
const id = (group: number, i: string) => `('01900000-0000-7000-800${group}-' || lpad(to_hex(${i}), 12, '0'))::uuid`
const studies = 6000

/** Studies of four categories, three in four checked under rules that have changed since; every third is in quarantine. */
async function fill(db: HospitalDb): Promise<void> {
  const statements = [
    `insert into intake_runs (id, way, source, category, provenance, names_are_neutral, state, found, accepted, known, quarantined, bytes,
       started_at, changed_at) values ('${intake}', 'folder', 'x', 'lung-ct', 'public', true, 'finished', 0, 0, 0, 0, 0, now(), now())`,
    `insert into studies (id, uid, patient, category, provenance, modality, manufacturer, model, body_part, study_date, series, instances,
       bytes, verdict, intake_id, passport, rules_key, added_at)
     select ${id(0, 'i')}, 'u' || i, 'P' || (i / 3), (array['lung-ct', 'liver-ct', 'fracture-ct', 'brain-mri'])[1 + i % 4], 'public',
       (case i % 4 when 3 then 'MR' else 'CT' end), (array['Halo', 'Umbra', 'Corona'])[1 + (i / 4) % 3], 'M', 'CHEST',
       date '2020-01-01' + (i * 7919::int8 % 1000)::int, 1, 1, 1, (array['accept', 'warn', 'quarantine'])[1 + (i / 12) % 3], '${intake}',
       jsonb_build_object('padding', repeat('x', 400)), case when i % 4 = 0 then 'held' else 'old' end, now()
     from generate_series(1, ${studies}) as i`,
    `insert into quarantine (id, intake_id, category, item, name, what, study_id, code, parameters, files, state, acceptable, at)
     select ${id(2, 'i')}, '${intake}', (array['lung-ct', 'liver-ct'])[1 + i % 2], 'u' || i, 'u' || i, 'study', ${id(0, 'i')},
       case when i % 500 = 0 then 'study-altered' else 'study-quality' end, '{}'::jsonb, '[]'::jsonb,
       case when i % 5 = 0 then 'resolved' else 'waiting' end, true, now() from generate_series(3, ${studies}, 3) as i`,
    'insert into quarantine_counts select category, what, code, state, count(*) from quarantine group by 1, 2, 3, 4',
    'analyze studies, quarantine',
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** How the database goes about what is asked of it: the scans of each query's plan. */
async function scansOf(db: HospitalDb, ask: (db: HospitalDb) => Promise<unknown>): Promise<string[]> {
  const nodes: Parameters<ReturnType<typeof db.getExecutor>['compileQuery']>[0][] = []
  await ask(
    db.withPlugin({
      transformQuery({ node }) {
        nodes.push(node)
        return node
      },
      transformResult: async ({ result }) => result,
    }),
  )
  const scans: string[] = []
  for (const node of nodes) {
    const compiled = db.getExecutor().compileQuery(node, { queryId: 'plan' })
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>({ ...compiled, sql: `explain ${compiled.sql}` })
    scans.push(...rows.map((row) => row['QUERY PLAN']).filter((line) => / on (studies|quarantine)\b/.test(line)))
  }
  return scans
}

const study = `2021-01-01_01900000-0000-7000-8000-000000000800`
const listings: Partial<StudyQuery>[] = [
  {},
  { after: study },
  { category: 'lung-ct' },
  { category: 'lung-ct', verdict: 'warn', after: study },
  { modality: 'CT', manufacturer: 'Umbra' },
  { modality: 'MR', manufacturer: 'None' },
  { modality: 'MR', verdict: 'quarantine' },
  { manufacturer: 'Halo', verdict: 'warn' },
  { manufacturer: 'Halo', from: '2021-01-01', to: '2021-02-01' },
  { patient: 'P12' },
  { intake, after: study },
]
const asides: Partial<QuarantineQuery>[] = [
  {},
  { after: '01900000-0000-7000-8002-000000000800' },
  { code: 'study-altered' },
  { code: 'object-differs' },
  { category: 'lung-ct', state: 'any' },
  { what: 'study', state: 'resolved' },
  { intake, state: 'any' },
  { study: '01900000-0000-7000-8000-000000000003' },
]
const query = (asked: Partial<QuarantineQuery>): QuarantineQuery => ({ state: 'waiting', limit: 20, ...asked })

describeStores('the index', (open) => {
  let db: HospitalDb
  beforeEach(async () => {
    db = (await open<HospitalTables>(hospitalMigrations)).db
    await fill(db)
  })

  it('answers each question of the desk by an index, and reads no table whole', async () => {
    for (const asked of listings) {
      const scans = await scansOf(db, (own) => listStudies(own, { limit: 50, ...asked }))
      expect([asked, scans.filter((scan) => scan.includes('Seq Scan'))]).toEqual([asked, []])
      expect(scans.length).toBeGreaterThan(0)
    }
    for (const asked of asides) {
      const scans = await scansOf(db, (own) => listQuarantine(own, query(asked)))
      expect([asked, scans.filter((scan) => scan.includes('Seq Scan'))]).toEqual([asked, []])
      expect(scans.length).toBeGreaterThan(0)
    }
    expect((await scansOf(db, countQuarantine)).join()).not.toContain('Seq Scan')
  })

  it('lists of the quarantine what is asked, page after page, and counts it', async () => {
    const rows = await db.selectFrom('quarantine').selectAll().orderBy('id', 'desc').execute()
    const named: Partial<QuarantineQuery>[] = [{}, { code: 'study-altered', state: 'any' }, { category: 'liver-ct' }]
    for (const asked of named) {
      const fits = rows.filter(
        (row) =>
          (asked.state === 'any' || row.state === 'waiting') &&
          (asked.code ?? row.code) === row.code &&
          (asked.category ?? row.category) === row.category,
      )
      const listed: string[] = []
      for (let page: Quarantined[] | undefined; !page || page.length === 300; ) {
        const after = page ? { after: page.at(-1)!.id } : {}
        page = await listQuarantine(db, query({ ...asked, ...after, limit: 300 }))
        listed.push(...page.map((one) => one.id))
      }
      expect(listed).toEqual(fits.map((row) => row.id))
    }
    const waiting = rows.filter(({ state }) => state === 'waiting')
    const ids = waiting.slice(0, 7).map((row) => row.id)
    await closeEntries(db, [...ids, rows.find(({ state }) => state === 'resolved')!.id], {
      state: 'discarded',
      at: new Date('2026-11-02T09:00:00Z'),
    })
    const { kinds } = await countQuarantine(db)
    const count = (state: string) =>
      kinds.filter((kind) => kind.state === state).reduce((sum, { entries }) => sum + entries, 0)
    expect([count('waiting'), count('discarded'), count('resolved')]).toEqual([
      ...[waiting.length - 7, 7, rows.length - waiting.length],
    ])
  })

  it('gives of the studies that changed rules touch some at a time, each once, and no other', async () => {
    const category = 'liver-ct'
    const touched = await db
      .selectFrom('studies')
      .select('id')
      .where('category', '=', category)
      .where('rules_key', '=', 'old')
      .orderBy('id')
      .limit(250)
      .execute()
    // Those that are left were checked under other rules.
    await db
      .updateTable('studies')
      .set({ rules_key: 'new' })
      .where('category', '=', category)
      .where('id', '>', touched.at(-1)!.id)
      .execute()
    await db
      .insertInto('rechecks')
      .values({ category, rules_key: 'old', ordered_at: '2026-11-02T09:00:00Z', checked_to: null })
      .execute()
    let woken = 0
    const wake = () => {
      woken += 1
    }
    const hospital = { db, ruleSets: [], version: '1', wakeIntake: wake }
    const scans = await scansOf(db, (own) => beginRecheckRound({ ...hospital, db: own }).next())
    expect(scans.join()).not.toContain('Seq Scan')
    const given: string[][] = []
    while ((await db.selectFrom('rechecks').selectAll().execute()).length > 0) {
      const round = beginRecheckRound(hospital)
      const ids: string[] = []
      for (let one = await round.next(); one; one = await round.next()) ids.push(one.id)
      await round.keep()
      given.push(ids)
    }
    expect(given.map(({ length }) => length)).toEqual([100, 100, 50])
    expect(given.flat()).toEqual(touched.map((row) => row.id))
    expect(woken).toBe(2)
  })
})
