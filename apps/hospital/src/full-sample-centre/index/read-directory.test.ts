import type { StudyVerdict } from '@assay/contracts'
import type { Store } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HospitalTables, hospitalMigrations } from '../../hospital-tables.ts'
import { readDirectory, readDirectoryValues } from './read-directory.ts'

let store: Store<HospitalTables>
beforeEach(async () => {
  store = await openTestStore<HospitalTables>(hospitalMigrations)
})
afterEach(() => store.close())

async function enter(verdict: StudyVerdict, studies: number, change: Partial<HospitalTables['directory']> = {}) {
  const chest = { category: 'lung-ct', modality: 'CT', manufacturer: 'A', model: 'M', body_part: 'CHEST', year: 2025 }
  const counts = { verdict, studies, series: studies, instances: studies }
  await store.db
    .insertInto('directory')
    .values({ ...chest, ...counts, ...change })
    .execute()
}

test('counts each value of the level below a place, by what became of the studies', async () => {
  await enter('accept', 5)
  await enter('accept', 3, { year: 2026 })
  await enter('warn', 2, { year: 0 })
  await enter('accepted-by-steward', 1, { manufacturer: '' })
  await enter('quarantine', 6, { manufacturer: 'B' })
  await enter('reject', 4, { manufacturer: 'B' })
  await enter('pending', 9, { manufacturer: 'C' })
  await enter('accept', 7, { category: 'ecg', modality: 'ECG' })
  await enter('accept', 0, { category: 'brain-mri', modality: 'MR' })
  expect(await readDirectory(store.db, {})).toEqual([
    { value: 'ecg', studies: 7, good: 7, held: 0, bad: 0 },
    { value: 'lung-ct', studies: 21, good: 11, held: 6, bad: 4 },
  ])
  expect(await readDirectory(store.db, { category: 'lung-ct', modality: 'CT' })).toEqual([
    { value: '', studies: 1, good: 1, held: 0, bad: 0 },
    { value: 'A', studies: 10, good: 10, held: 0, bad: 0 },
    { value: 'B', studies: 10, good: 0, held: 6, bad: 4 },
  ])
  const place = { category: 'lung-ct', modality: 'CT', manufacturer: 'A', model: 'M', bodyPart: 'CHEST' }
  const years = await readDirectory(store.db, place)
  expect(years.map(({ value, studies }) => [value, studies])).toEqual([
    ['2026', 3],
    ['2025', 5],
    ['', 2],
  ])
  expect(await readDirectory(store.db, { category: 'lung-ct', modality: 'MR' })).toEqual([])
  expect(await readDirectoryValues(store.db)).toEqual({
    category: ['ecg', 'lung-ct'],
    modality: ['CT', 'ECG'],
    manufacturer: ['', 'A', 'B', 'C'],
  })
})
