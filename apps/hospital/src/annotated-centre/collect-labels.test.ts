import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataSheet, IntakeRun, Quarantined } from '@assay/contracts'
import { type Annotation, writeAnnotations } from '@assay/formats'
import { beatClassOf, drawsOf } from '@assay/statistics'
import { expect, test } from 'vitest'
import { recordsIn, referenceOf, writeRecords } from '../testing/records.ts'
import { hospitalForTests } from '../testing/test-hospital.ts'

const hospital = await hospitalForTests()

const exported = (name: string) => join(hospital.intake, name)

/** Readers of a folder's records who call one beat in so many by another class, each on their own. */
function writeReadings(own: string, rates: readonly number[], records = recordsIn(own)): void {
  const rows = records.flatMap((record, r) =>
    rates.map((rate, reader) => {
      const draws = drawsOf(31, 100 * r + reader)
      const said = referenceOf(own, record).map((one): Annotation => {
        const isBeat = beatClassOf(one.code) !== undefined
        return isBeat && draws.uniform() < rate ? { ...one, code: one.code === 'V' ? 'N' : 'V' } : one
      })
      writeFileSync(join(own, `${record}.r${reader}`), writeAnnotations(said))
      return `${record}\tr${reader}\t${record}.r${reader}\n`
    }),
  )
  writeFileSync(join(own, 'readings.tsv'), rows.join(''))
}

async function sheetOf(intake: IntakeRun): Promise<DataSheet> {
  const { testSetId } = await hospital.steward.seal(intake)
  return hospital.steward.get<DataSheet>(`/test-sets/${testSetId}/data-sheet`)
}

const outcomeOf = ({ use }: DataSheet, rule: string) => use.outcomes.find((outcome) => outcome.rule === rule)!
const figuresOf = (sheet: DataSheet, rule: string) =>
  Object.fromEntries(outcomeOf(sheet, rule).measurements.map(({ name, value }) => [name, value]))

test('the classes of a set’s beats are counted from its reference standard', async () => {
  const own = exported('read')
  writeRecords(own, 9, 4)
  const sheet = await sheetOf(await hospital.steward.takeIn('read'))
  const beats = recordsIn(own).flatMap((record) => referenceOf(own, record).map(({ code }) => beatClassOf(code)))
  const count = (wanted: string) => beats.filter((one) => one === wanted).length
  expect(count('V')).toBeGreaterThan(0)
  expect(figuresOf(sheet, 'beat-classes')).toMatchObject({
    'items-n': count('N'),
    'items-s': count('S'),
    'items-v': count('V'),
    'share-n': 1,
  })
  const [labels] = sheet.composition.filter(({ stratum }) => stratum === 'label')
  expect(labels!.values).toContainEqual({ value: 'N', patients: 4 })
  expect(outcomeOf(sheet, 'labels-certain').findings).toMatchObject([{ code: 'labels-read-once' }])
  expect(figuresOf(sheet, 'labels-plausible')['labels-doubted']).toBeLessThan(0.01)
})

test('several readings of its records say how certain its labels are', async () => {
  const own = exported('thrice')
  writeRecords(own, 10, 3)
  // The reference is the first reader's word: its errors are found by what the other three say.
  writeReadings(own, [0.02, 0.04, 0.06])
  for (const record of recordsIn(own)) {
    const draws = drawsOf(77, Number(record.replace(/\D/g, '')))
    const wrong = referenceOf(own, record).map((one) =>
      beatClassOf(one.code) !== undefined && draws.uniform() < 0.08
        ? { ...one, code: one.code === 'V' ? 'N' : 'V' }
        : one,
    )
    writeFileSync(join(own, `${record}.atr`), writeAnnotations(wrong))
  }
  const sheet = await sheetOf(await hospital.steward.takeIn('thrice'))
  const figures = figuresOf(sheet, 'labels-certain')
  expect(figures['read-by-two']).toBe(1)
  expect(Math.abs(figures['labels-likely-wrong']! - 0.08)).toBeLessThan(0.02)
  expect(outcomeOf(sheet, 'labels-certain').findings.map(({ code }) => code)).toContain('labels-likely-wrong')
  // The same beats look otherwise, and are named for the steward.
  const [doubted] = outcomeOf(sheet, 'labels-plausible').findings
  expect(doubted).toMatchObject({ code: 'labels-implausible', where: { file: expect.stringMatching(/^s10/) } })
})

test('readings may come later, but not to a record that is sealed', async () => {
  const own = exported('later')
  writeRecords(own, 11, 3)
  await hospital.steward.takeIn('later')
  writeReadings(own, [0.02, 0.02, 0.02])
  const again = await hospital.steward.takeIn('later')
  expect(again).toMatchObject({ known: 3, accepted: 0, quarantined: 0 })
  expect(await hospital.steward.takeIn('later')).toMatchObject({ known: 3, quarantined: 0 })
  const figures = figuresOf(await sheetOf(again), 'labels-certain')
  expect(figures['read-by-two']).toBe(1)
  expect(figures['labels-likely-wrong']).toBeLessThan(0.01)
  writeReadings(own, [0.02, 0.02, 0.02, 0.05])
  expect(await hospital.steward.takeIn('later')).toMatchObject({ quarantined: 3 })
  const waiting = await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')
  expect(waiting.filter(({ code }) => code === 'readings-after-sealing')).toHaveLength(3)
})

test('a reading that can not be read, or is of another record, puts its record aside', async () => {
  const own = exported('faulty')
  writeRecords(own, 12, 3)
  writeReadings(own, [0.02, 0.02])
  const [cut, long, sound] = recordsIn(own) as [string, string, string]
  writeFileSync(join(own, `${cut}.r1`), readFileSync(join(own, `${cut}.r1`)).subarray(0, 101))
  const beyond = { sample: 10_000_000, code: 'N', subtype: 0, channel: 0, aux: '' }
  writeFileSync(join(own, `${long}.r0`), writeAnnotations([...referenceOf(own, long), beyond]))
  expect(await hospital.steward.takeIn('faulty')).toMatchObject({ accepted: 1, quarantined: 2 })
  const waiting = await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')
  const codes = new Map(waiting.map(({ name, code }) => [name, code]))
  expect(codes.get(cut)).toBe('annotations-unreadable')
  expect(codes.get(long)).toBe('annotations-do-not-match')
  expect(codes.get(sound)).toBeUndefined()
})

test('readers are nobody where names are not neutral', async () => {
  const own = exported('named')
  writeRecords(own, 13, 1)
  const [record] = recordsIn(own) as [string]
  writeFileSync(join(own, `${record}.Wang`), readFileSync(join(own, `${record}.atr`)))
  writeFileSync(join(own, 'readings.tsv'), `${record}\tDr.Wang.Wu\t${record}.Wang\n`)
  expect(await hospital.steward.takeIn('named', 'patients')).toMatchObject({ accepted: 1 })
  const stored = readdirSync(hospital.directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(hospital.intake))
    .map((entry) => join(entry.parentPath, entry.name))
  expect(stored.length).toBeGreaterThan(10)
  expect(stored.filter((file) => readFileSync(file).includes('Dr.Wang'))).toEqual([])
})
