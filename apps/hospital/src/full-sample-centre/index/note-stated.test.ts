import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StudyPage, StudyView } from '@assay/contracts'
import { expect, test } from 'vitest'
import { copyRealRecords, hasRealRecords, recordsIn, writeRecords } from '../../testing/records.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()

const exported = (name: string) => join(hospital.intake, name)

async function studiesOf(category: string): Promise<StudyView[]> {
  const { studies } = await hospital.steward.get<StudyPage>(`/studies?category=${category}`)
  return Promise.all(studies.map(({ id }) => hospital.steward.get<StudyView>(`/studies/${id}`)))
}

test('an image that says nothing of its patient has the sex and the age that the table says', async () => {
  mkdirSync(exported('images'))
  const header = ['ObjectType = Image', 'NDims = 3', 'BinaryData = True', 'BinaryDataByteOrderMSB = False']
  header.push('TransformMatrix = 1 0 0 0 1 0 0 0 1', 'Offset = 0 0 0', 'ElementSpacing = 1 1 2', 'DimSize = 16 16 4')
  header.push('ElementType = MET_SHORT', 'ElementDataFile = LOCAL\n')
  const bytes = Buffer.concat([Buffer.from(header.join('\n')), Buffer.alloc(2 * 16 * 16 * 4, 1)])
  writeFileSync(join(exported('images'), 'a.mha'), bytes)
  const rows = ['path\tpatient\tsex\tbirth_year\texamination_year', 'a.mha\tp1\tF\t1926\t2020']
  writeFileSync(join(exported('images'), 'patients.tsv'), rows.join('\n'))
  await hospital.steward.takeIn('images', 'synthetic', 'lung-ct')
  expect(await studiesOf('lung-ct')).toMatchObject([{ sex: 'F', ageBand: '90+' }])
})

test('a record that comes again with a table that says more is checked again', async () => {
  writeRecords(exported('records'), 5, 2)
  await hospital.steward.takeIn('records')
  expect(await studiesOf('ecg')).toMatchObject([{ sex: '' }, { sex: '' }])
  const own = join(exported('records'), 'patients.tsv')
  const patients = readFileSync(own, 'utf8').trim().split('\n')
  const rows = patients.map(
    (row, i) => `${row.split('\t').slice(0, 2).join('\t')}\t${i === 0 ? 'M' : 'F'}\t${33 + 30 * i}`,
  )
  writeFileSync(own, ['path\tpatient\tsex\tage', ...rows].join('\n'))
  expect(await hospital.steward.takeIn('records')).toMatchObject({ known: 2, accepted: 0 })
  const said = (await studiesOf('ecg')).map(({ sex, ageBand }) => `${sex} ${ageBand}`)
  expect(said.sort()).toEqual(['F 60-69', 'M 30-39'])
  expect(recordsIn(exported('records'))).toHaveLength(2)
})

test.skipIf(!hasRealRecords)('a table that contradicts the record is found (needs shared/data)', async () => {
  copyRealRecords(exported('real'), ['100'])
  // Its header: a man of 69.
  writeFileSync(join(exported('real'), 'patients.tsv'), 'path\tpatient\tsex\tage\n100\tp100\tF\t49\n')
  await hospital.steward.takeIn('real', 'public')
  const view = (await studiesOf('ecg')).find(({ sex, ageBand }) => sex === 'M' && ageBand === '60-69')
  const findings = view!
    .passport!.outcomes.filter(({ check }) => check === 'statements-agree')
    .flatMap((one) => one.findings)
  expect(findings).toMatchObject(
    ['sex', 'age'].map((about) => ({
      code: 'statements-differ',
      parameters: { about },
      where: { file: 'patients.tsv' },
    })),
  )
})
