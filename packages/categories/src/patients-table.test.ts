import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPatientsTable } from './patients-table.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-patients-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (...rows: string[]) => {
  writeFileSync(join(folder, 'patients.tsv'), rows.join('\n'))
  return Object.fromEntries(readPatientsTable(folder)!)
}

describe('readPatientsTable', () => {
  it('reads sex and age from columns that the first line names, in any order', () => {
    expect(
      read(
        'path\tpatient\tage\tsex\tidentifier',
        'a.nii\tp1\t61\tf\tresident-identity:11010519491231002X',
        'b\tp2\t\tM',
        'c\tp3\t97\tO',
        'd\tp4',
      ),
    ).toEqual({
      'a.nii': {
        patient: 'p1',
        characteristics: { sex: 'F', age: 61 },
        identifier: { scheme: 'resident-identity', number: '11010519491231002X' },
      },
      b: { patient: 'p2', characteristics: { sex: 'M' } },
      c: { patient: 'p3', characteristics: { sex: 'O', age: 90 } },
      d: { patient: 'p4' },
    })
  })

  it('takes the age that was reached in the year of the examination', () => {
    const heading = 'path\tpatient\tbirth_year\texamination_year'
    expect(read(heading, 'a\tp1\t1958\t2019', 'b\tp2\t\t2019')).toEqual({
      a: { patient: 'p1', characteristics: { age: 61 } },
      b: { patient: 'p2' },
    })
  })

  it('reads a table without a first line as before: path, patient, identifier', () => {
    expect(read('a\tp1\tHIS:7', '', 'path\tp2')).toEqual({
      a: { patient: 'p1', identifier: { scheme: 'issued', issuer: 'HIS', number: '7' } },
      path: { patient: 'p2' },
    })
  })

  it.each([
    [['path\tpatient\tage\tweight', 'a\tp1\t6\t7'], 1, 'heading'],
    [['path\tpatient\tage\tage', 'a\tp1\t6\t7'], 1, 'heading'],
    [['path\tpatient\tsex', 'a\tp1\tF', 'b\tp2\tfemale'], 3, 'sex'],
    [['path\tpatient\tsex', 'a\tp1\tF', 'b\tp1\tM'], 3, 'sex'],
    [['path\tpatient\tage', 'a\tp1\t061Y'], 2, 'age'],
    [['path\tpatient\tage', 'a\tp1\t131'], 2, 'age'],
    [['path\tpatient\tage', 'a\tp1\t-1'], 2, 'age'],
    [['path\tpatient\tbirth_year', 'a\tp1\t1958'], 2, 'examination_year'],
    [['path\tpatient\tbirth_year\texamination_year', 'a\tp1\t1958-03-17\t2019'], 2, 'birth_year'],
    [['path\tpatient\tbirth_year\texamination_year', 'a\tp1\t2020\t2019'], 2, 'birth_year'],
    [['path\tpatient\tage\tbirth_year\texamination_year', 'a\tp1\t50\t1958\t2019'], 2, 'birth_year'],
    [['a\tp1', 'a\tp2'], 2, 'patient'],
    [['../a\tp1'], 1, 'path'],
    [['a\tp1\tno issuer'], 1, 'identifier'],
  ] as const)('says which line and column is wrong: %j', (rows, line, column) => {
    expect(() => read(...rows)).toThrow(
      expect.objectContaining({ code: 'patients-table-invalid', parameters: { line, column } }),
    )
  })
})
