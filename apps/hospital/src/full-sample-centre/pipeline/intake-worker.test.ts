import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntakeRun, Quarantined } from '@assay/contracts'
import { writeAnnotations } from '@assay/formats'
import { describe, expect, test } from 'vitest'
import { copyRealRecords, hasRealRecords, recordsIn, referenceOf, writeRecords } from '../../testing/records.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hospital = await hospitalForTests()

const exported = (name: string) => join(hospital.intake, name)
const quarantine = () => hospital.steward.get<Quarantined[]>('/quarantine?limit=500')

describe('intake', () => {
  test('takes every record of a folder in, once: the same bytes are known when they come again', async () => {
    writeRecords(exported('good'), 1, 4)
    const first = await hospital.steward.takeIn('good')
    expect(first).toMatchObject({ state: 'finished', found: 5, accepted: 5, known: 0, quarantined: 0, failure: null })
    const again = await hospital.steward.takeIn('good')
    expect(again).toMatchObject({ state: 'finished', found: 5, accepted: 0, known: 5, quarantined: 0 })
  })

  test('puts what it can not take into quarantine, each with its reason, and takes in the rest', async () => {
    const from = exported('bad')
    writeRecords(from, 2, 7)
    const records = recordsIn(from)
    expect(records).toHaveLength(8)
    const [truncated, mismatched, withoutSignal, garbled, linked, cut, strange] = records as [string, ...string[]]
    const file = (record: string | undefined, extension: string) => join(from, `${record}.${extension}`)
    const signal = readFileSync(file(truncated, 'dat'))
    writeFileSync(file(truncated, 'dat'), signal.subarray(0, signal.length / 2))
    const beats = referenceOf(from, mismatched!)
    const beyond = { ...beats.at(-1)!, sample: 600 * 250 }
    writeFileSync(file(mismatched, 'atr'), writeAnnotations([...beats, beyond]))
    rmSync(file(withoutSignal, 'dat'))
    writeFileSync(file(garbled, 'hea'), 'no header at all')
    renameSync(file(linked, 'dat'), join(hospital.directory, 'elsewhere.dat'))
    symlinkSync(join(hospital.directory, 'elsewhere.dat'), file(linked, 'dat'))
    writeFileSync(file(cut, 'atr'), readFileSync(file(cut, 'atr')).subarray(0, 101))
    writeFileSync(
      join(from, 'patients.tsv'),
      readFileSync(join(from, 'patients.tsv'), 'utf8').replace(new RegExp(`^${strange}\t.*\n`, 'm'), ''),
    )
    const run = await hospital.steward.takeIn('bad')
    expect(run).toMatchObject({ state: 'finished', found: 8, accepted: 1, quarantined: 7 })
    const codes = new Map((await quarantine()).map(({ name, code }) => [name, code]))
    expect(codes.get(truncated)).toBe('record-truncated')
    expect(codes.get(mismatched!)).toBe('annotations-do-not-match')
    expect(codes.get(withoutSignal!)).toBe('record-unreadable')
    expect(codes.get(garbled!)).toBe('record-unreadable')
    expect(codes.get(linked!)).toBe('record-unreadable')
    expect(codes.get(cut!)).toBe('annotations-unreadable')
    expect(codes.get(strange!)).toBe('record-without-patient')
  })

  test('takes a corrected record in, and only that', async () => {
    writeRecords(exported('bad'), 2, 7)
    rmSync(join(exported('bad'), `${recordsIn(exported('bad'))[4]}.dat`))
    writeRecords(exported('bad'), 2, 7)
    const run = await hospital.steward.takeIn('bad')
    expect(run).toMatchObject({ found: 8, known: 1, accepted: 7, quarantined: 0 })
  })

  test('refuses the same bytes under another patient, and under another provenance', async () => {
    const from = exported('good')
    const to = exported('other')
    mkdirSync(to)
    const [record] = recordsIn(from) as [string]
    for (const extension of ['hea', 'dat', 'atr'])
      writeFileSync(join(to, `${record}.${extension}`), readFileSync(join(from, `${record}.${extension}`)))
    writeFileSync(join(to, 'patients.tsv'), `${record}\tsomebody-else\n`)
    expect(await hospital.steward.takeIn('other')).toMatchObject({ known: 0, quarantined: 1 })
    expect((await quarantine())[0]).toMatchObject({ name: record, code: 'record-of-another-patient' })
    expect(await hospital.steward.takeIn('good', 'patients')).toMatchObject({ known: 0, quarantined: 5 })
    expect((await quarantine())[0]).toMatchObject({ code: 'record-of-another-provenance' })
  })

  test('refuses folders that lie elsewhere, are not there, or have no table of patients', async () => {
    const { steward } = hospital
    const take = (name: string, category = 'ecg') =>
      steward.refused('POST', '/intake', { folder: name, category, provenance: 'public' })
    symlinkSync(hospital.directory, exported('way-out'))
    mkdirSync(exported('empty'))
    for (const name of ['..', '../..', '/etc', 'nowhere', 'way-out', 'good/patients.tsv', 'a\0b'])
      expect(await take(name)).toMatchObject({ status: 400, code: 'intake-folder-invalid' })
    expect(await take('empty')).toMatchObject({ code: 'intake-patients-missing' })
    expect(await take('good', 'knee-mri')).toMatchObject({ status: 404, parameters: { what: 'category' } })
    appendFileSync(join(exported('other'), 'patients.tsv'), 'no tab\n')
    expect(await take('other')).toMatchObject({ code: 'patients-table-invalid', parameters: { line: 2 } })
  })

  test('is interrupted, not ended, by a fault of the machine, and goes on', async () => {
    const drafts = join(hospital.directory, 'blobs/drafts')
    rmSync(drafts, { recursive: true })
    writeFileSync(drafts, 'in the way')
    writeRecords(exported('later'), 3, 2)
    const request = { folder: 'later', category: 'ecg', provenance: 'synthetic' }
    const { id } = await hospital.steward.post<IntakeRun>('/intake', request)
    const find = async () => (await hospital.steward.get<IntakeRun[]>('/intake')).find((run) => run.id === id)
    const interrupted = await until('an interruption', async () => {
      const run = await find()
      return run?.failure ? run : undefined
    })
    expect(interrupted).toMatchObject({ state: 'running', quarantined: 0, failure: { code: 'internal-error' } })
    rmSync(drafts)
    mkdirSync(drafts)
    const finished = await until('the end', async () => {
      const run = await find()
      return run?.state === 'finished' ? run : undefined
    })
    expect(finished).toMatchObject({ accepted: 2, failure: null })
  })

  test.skipIf(!hasRealRecords)('takes real records of the MIT-BIH database in (needs shared/data)', async () => {
    copyRealRecords(exported('mitdb'), ['100', '207', '221'])
    const cut = join(exported('mitdb'), '207.dat')
    writeFileSync(cut, readFileSync(cut).subarray(0, 1_000_000))
    const few = writeAnnotations(referenceOf(exported('mitdb'), '100').slice(0, 200))
    writeFileSync(join(exported('mitdb'), '221.atr'), few)
    const run = await hospital.steward.takeIn('mitdb', 'public')
    expect(run).toMatchObject({ found: 3, accepted: 1, quarantined: 2 })
    const codes = new Map((await quarantine()).map(({ name, code }) => [name, code]))
    expect(codes.get('207')).toBe('record-truncated')
    expect(codes.get('221')).toBe('annotations-do-not-match')
  })
})
