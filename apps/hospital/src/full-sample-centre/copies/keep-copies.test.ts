import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StudyPage } from '@assay/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeSlices } from '../../testing/slices.ts'
import { startHospital, type TestHospital, testFolder } from '../../testing/test-hospital.ts'

const { folder, remove } = testFolder()
let hospital: TestHospital

beforeAll(async () => {
  hospital = await startHospital(folder)
})
afterAll(async () => {
  await hospital.stop()
  remove()
})

const packs = () => join(hospital.directory, 'blobs/packs')
const packedBytes = () => readdirSync(packs()).reduce((sum, name) => sum + statSync(join(packs(), name)).size, 0)
const indexedBytes = async () => {
  const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
  return studies.reduce((sum, { bytes }) => sum + bytes, 0)
}

test('copies that come together share files, and bytes that come again, alone or amid new ones, are kept once', async () => {
  const from = join(hospital.intake, 'ct')
  writeSlices(from, 40)
  const take = () => hospital.steward.takeIn('ct', 'patients', 'lung-ct')
  expect(await take()).toMatchObject({ accepted: 40 })
  const [files, bytes] = [readdirSync(packs()).length, packedBytes()]
  expect(files).toBe(2)
  expect(bytes).toBe(await indexedBytes())
  expect(await take()).toMatchObject({ accepted: 0, known: 40 })
  expect(packedBytes()).toBe(bytes)
  writeSlices(join(from, 'more'), 3, { study: 2, patient: 'MRN-2' })
  expect(await take()).toMatchObject({ accepted: 3, known: 40 })
  expect(packedBytes()).toBe(await indexedBytes())
  expect(readdirSync(join(hospital.directory, 'blobs/drafts'))).toEqual([])
})

test('a pack that the database does not know goes a day later', async () => {
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  for (const name of ['left', 'new']) writeFileSync(join(packs(), name), 'x')
  utimesSync(join(packs(), 'left'), twoDaysAgo, twoDaysAgo)
  for (const name of readdirSync(packs()).filter((one) => one.length > 10)) {
    utimesSync(join(packs(), name), twoDaysAgo, twoDaysAgo)
  }
  const before = readdirSync(packs())
  await hospital.stop()
  hospital = await startHospital(folder)
  expect(readdirSync(packs()).sort()).toEqual(before.filter((name) => name !== 'left').sort())
})
