import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listEcgCases } from './ecg/list-ecg-cases.ts'
import { readReadingsTable } from './readings-table.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-readings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

it('gives each record its readings, and none where there is no table', () => {
  expect(readReadingsTable(folder).size).toBe(0)
  write('readings.tsv', 'path\treader\tfile\r\na/100\tr1\ta/100.one\r\na/100\tr2\tr2/100.atr\n\nb\tr1\tb.one\n')
  expect(Object.fromEntries(readReadingsTable(folder))).toEqual({
    'a/100': [
      { reader: 'r1', file: 'a/100.one', line: 2 },
      { reader: 'r2', file: 'r2/100.atr', line: 3 },
    ],
    b: [{ reader: 'r1', file: 'b.one', line: 5 }],
  })
})

it('lists readings with the files of their record', () => {
  for (const name of ['100.hea', '100.dat', '100.atr', '100.one']) write(name, '')
  write('patients.tsv', '100\tp1\n')
  write('readings.tsv', '100\tr1\t100.one\n')
  expect(listEcgCases(folder)[0]!.files).toContainEqual({ name: '100.one', role: 'reading', reader: 'r1' })
})

it.each([
  ['100\tr1\n', 1],
  ['100\tWang Wu\t100.one\n', 1],
  ['100\tr1\t../100.one\n', 1],
  ['100\tr1\t100.one\n100\tr1\t100.two\n', 2],
  ['100\tr1\t100.one\n100\tr2\t100.one\n', 2],
  ['100\tr1\t100.one\tmore\n', 1],
])('refuses the table %j at line %d', (table, line) => {
  write('readings.tsv', table)
  expect(() => readReadingsTable(folder)).toThrow(
    expect.objectContaining({ code: 'readings-table-invalid', parameters: { line } }),
  )
})
