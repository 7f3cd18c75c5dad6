import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listEcgCases } from './list-ecg-cases.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-list-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(...names: string[]): void {
  for (const name of names) writeFileSync(join(folder, name), '')
}

describe('listEcgCases', () => {
  it('gives every record with its files and its patient, in order', () => {
    put('202.hea', '202.dat', '202.atr', '201.hea', '201.dat', '201.atr', '201.xws', 'RECORDS')
    writeFileSync(join(folder, 'patients.tsv'), '201\tp1\r\n202\tp1\n\n')
    expect(listEcgCases(folder)).toEqual([
      {
        name: '201',
        patient: 'p1',
        files: [
          { name: '201.atr', role: 'reference' },
          { name: '201.dat', role: 'signal' },
          { name: '201.hea', role: 'signal-header' },
        ],
      },
      expect.objectContaining({ name: '202', patient: 'p1' }),
    ])
  })

  it('keeps a record that one of both does not know, for intake to refuse by name', () => {
    put('100.hea')
    writeFileSync(join(folder, 'patients.tsv'), '101\tp1\n')
    expect(listEcgCases(folder)).toEqual([
      { name: '100', patient: '', files: [{ name: '100.hea', role: 'signal-header' }] },
      { name: '101', patient: 'p1', files: [] },
    ])
  })

  it('follows no link', () => {
    put('100.hea')
    symlinkSync('/etc/passwd', join(folder, '100.dat'))
    writeFileSync(join(folder, 'patients.tsv'), '100\tp1\n')
    expect(listEcgCases(folder)[0]?.files).toEqual([{ name: '100.hea', role: 'signal-header' }])
  })

  it('refuses a folder without patients.tsv', () => {
    put('100.hea')
    expect(() => listEcgCases(folder)).toThrow('intake-patients-missing')
  })

  it.each(['100\n', '100\tZhang San\n', '../100\tp1\n', '100\tp1\n100\tp2\n'])('refuses the table %j', (table) => {
    writeFileSync(join(folder, 'patients.tsv'), table)
    expect(() => listEcgCases(folder)).toThrow(/patients-table-invalid \{"line":\d\}/)
  })
})
