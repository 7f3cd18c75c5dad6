import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseFile, findTask } from '@assay/categories'
import type { IntakeRun, Quarantined, TestSetAnnouncement } from '@assay/contracts'
import { startImageDecoders } from '@assay/formats'
import { afterAll, describe, expect, test } from 'vitest'
import { neutralCopies } from '../evaluation-centre/appliances/sending/neutral-copies.ts'
import { hospitalForTests } from '../testing/test-hospital.ts'

const task = findTask('lung-ct', 'nodule-detection')!
const decoders = startImageDecoders()
afterAll(() => decoders.close())
const hospital = await hospitalForTests()

function fill(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, bytes] of Object.entries(files)) {
    const file = join(hospital.intake, name, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, bytes)
  }
  return name
}

const takeIn = (name: string) => hospital.steward.takeIn(name, 'synthetic', 'lung-ct')
const seal = ({ id }: IntakeRun) =>
  hospital.steward.post<TestSetAnnouncement>('/test-sets', {
    category: 'lung-ct',
    task: 'nodule-detection',
    intakes: [id],
  })
const bytesOf = (files: readonly CaseFile[], role: CaseFile['role']) => files.find((one) => one.role === role)!.bytes
const [first, second, third] = [0, 1, 2].map((index) => task.generateCase(5, index).files)
/** A table of LUNA16 from the generated ones, whose findings that count come first. */
const findings = (files: readonly CaseFile[], series: string, irrelevant: '0' | '1') =>
  `${Buffer.from(bytesOf(files, 'reference'))}`
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter((fields) => fields[5] === irrelevant)
    .map(([, ...fields]) => `${[series, ...fields.slice(0, 4)].join(',')}\n`)
    .join('')
const head = 'seriesuid,coordX,coordY,coordZ,diameter_mm\n'

/** A scan as a scanner sends it, of a patient with a number. */
async function slicesOf(files: readonly CaseFile[], caseId: string) {
  return neutralCopies(await task.dicomObjects!(files, decoders), { secret: '00', caseId })
}

describe('chests with their nodules', () => {
  test('come as LUNA16 lays them out: volumes below, tables beside, a scan without findings as well', async () => {
    const name = fill('luna', {
      'patients.tsv': 'subset0\tp1\nsubset1\tp2\n',
      'subset0/1.2.3.mha': bytesOf(first!, 'image'),
      'subset1/1.2.4.mha': bytesOf(second!, 'image'),
      'annotations.csv': head + findings(first!, '1.2.3', '0'),
      'annotations_excluded.csv': head + findings(first!, '1.2.3', '1'),
      'seriesuids.csv': '1.2.3\n1.2.4\n1.2.9\n',
    })
    const run = await takeIn(name)
    expect(run).toMatchObject({ state: 'finished', found: 4, accepted: 4, quarantined: 0 })
    expect(await takeIn(name)).toMatchObject({ found: 4, known: 4 })
    expect(await seal(run)).toMatchObject({ cases: 2, patients: 2 })
  })

  test('come as slices of a series, with a table; then, for what is there already, a table alone by its UID', async () => {
    const slices = await slicesOf(third!, 'one')
    const files = Object.fromEntries(slices.map(({ bytes }, i) => [`scan/${i}.dcm`, bytes]))
    const taken = await takeIn(fill('slices', files))
    expect(taken).toMatchObject({ accepted: 64, quarantined: 0 })
    const table = fill('table', {
      'reference.tsv': `image\tfile\n${slices[0]!.series}\tnodules.csv\n`,
      'nodules.csv': head + findings(third!, slices[0]!.series, '0'),
    })
    const run = await takeIn(table)
    expect(run).toMatchObject({ found: 1, accepted: 1, quarantined: 0 })
    expect(await seal(run)).toMatchObject({ cases: 1, patients: 1 })
  })

  test('are put aside where a finding lies outside the scan, or speaks of a series that is not here', async () => {
    const name = fill('outside', {
      'a.mha': bytesOf(second!, 'image'),
      'patients.tsv': 'a.mha\tp9\n',
      'reference.tsv': 'image\tx\ty\tz\tdiameter\na.mha\t0\t0\t5000\t6\n1.2.3.4\t0\t0\t0\t6\n',
    })
    expect(await takeIn(name)).toMatchObject({ accepted: 1, quarantined: 2 })
    const waiting = await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')
    const told = waiting.map(({ name: of, code, parameters }) => [of, code, parameters.what])
    expect(told).toEqual(
      expect.arrayContaining([
        ['a.mha', 'reference-invalid', 'finding 1 of 1 lies outside the image'],
        ['1.2.3.4', 'reference-without-image', undefined],
      ]),
    )
  })

  test('are refused before anything is taken in where LUNA16’s tables contradict each other', async () => {
    const name = fill('contradiction', {
      'annotations.csv': `${head}1.2.8,1,2,3,4\n`,
      'seriesuids.csv': '1.2.3\n',
    })
    await expect(takeIn(name)).rejects.toThrow('reference-invalid')
  })
})
