import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
    put('202.hea', '202.dat', '202.atr', '201.hea', '201.dat', '201.atr', '201.xws')
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

  it('takes the names of signal files and of segments from the headers', () => {
    writeFileSync(join(folder, 'long.hea'), 'long/3 1 250 20\nlayout 0\npart1 10\n~ 10\n')
    writeFileSync(join(folder, 'layout.hea'), 'layout 1 250 0\n~ 0 200 12 0 0 0 0 II\n')
    writeFileSync(join(folder, 'part1.hea'), 'part1 1 250 10\nsamples.dat 16 200 12 0 0 0 0 II\n')
    put('samples.dat', 'long.atr', 'long.dat')
    writeFileSync(join(folder, 'patients.tsv'), 'long\tp1\n')
    expect(listEcgCases(folder)).toEqual([
      {
        name: 'long',
        patient: 'p1',
        files: [
          { name: 'layout.hea', role: 'segment-header' },
          { name: 'long.atr', role: 'reference' },
          { name: 'long.hea', role: 'signal-header' },
          { name: 'part1.hea', role: 'segment-header' },
          { name: 'samples.dat', role: 'signal' },
        ],
      },
    ])
  })

  const inFolders = () => {
    for (const name of ['a', 'b']) {
      mkdirSync(join(folder, name))
      put(`${name}/100.hea`, `${name}/100.dat`)
    }
    writeFileSync(join(folder, 'patients.tsv'), 'a/100\tp1\nb/100\tp2\n')
  }

  it('tells records of the same name in other folders apart', () => {
    inFolders()
    const files = (name: string) => [`${name}/100.dat`, `${name}/100.hea`]
    expect(listEcgCases(folder)).toEqual(
      [
        ['a', 'p1'],
        ['b', 'p2'],
      ].map(([name, patient]) => ({
        name: `${name}/100`,
        patient,
        files: files(name!).map((file) => expect.objectContaining({ name: file })),
      })),
    )
  })

  it('gives what a file RECORDS lists, and the lists of folders that it names', () => {
    inFolders()
    put('b/101.hea')
    writeFileSync(join(folder, 'RECORDS'), 'a/100\nb/\n')
    writeFileSync(join(folder, 'b/RECORDS'), '101\r\n')
    writeFileSync(join(folder, 'patients.tsv'), 'a/100\tp1\nb/101\tp2\nb/100\tp3\n')
    expect(listEcgCases(folder).map(({ name, patient }) => [name, patient])).toEqual([
      ['a/100', 'p1'],
      ['b/101', 'p2'],
    ])
  })

  it.each(['../100\n', '/etc/passwd\n', 'a/../../100\n', 'a\\0b\n', 'nowhere/\n'])('refuses the list %j', (list) => {
    inFolders()
    writeFileSync(join(folder, 'RECORDS'), `a/100\n${list}`)
    expect(() => listEcgCases(folder)).toThrow(/records-list-invalid .*"line":2/)
  })

  it('goes into no folder through a link', () => {
    inFolders()
    mkdirSync(join(folder, 'c'))
    symlinkSync(join(folder, 'a'), join(folder, 'c', 'again'))
    expect(listEcgCases(folder).map(({ name }) => name)).toEqual(['a/100', 'b/100'])
  })

  it('follows no link', () => {
    put('100.hea')
    symlinkSync('/etc/passwd', join(folder, '100.dat'))
    writeFileSync(join(folder, 'patients.tsv'), '100\tp1\n')
    expect(listEcgCases(folder)[0]?.files).toEqual([{ name: '100.hea', role: 'signal-header' }])
  })

  it('reads what a patient is known by elsewhere, where the table says it', () => {
    put('100.hea', '101.hea', '102.hea')
    const table = '100\tp1\tresident-identity:11010519491231002X\n101\tp2\tHarbour:17\n102\tp3\n'
    writeFileSync(join(folder, 'patients.tsv'), table)
    expect(listEcgCases(folder).map(({ identifier }) => identifier)).toEqual([
      { scheme: 'resident-identity', number: '11010519491231002X' },
      { scheme: 'issued', issuer: 'Harbour', number: '17' },
      undefined,
    ])
  })

  it('refuses a folder without patients.tsv', () => {
    put('100.hea')
    expect(() => listEcgCases(folder)).toThrow('intake-patients-missing')
  })

  it.each(['100\n', '100\tZhang San\n', '../100\tp1\n', '100\tp1\n100\tp2\n', '100\tp1\t17\n'])(
    'refuses the table %j',
    (table) => {
      writeFileSync(join(folder, 'patients.tsv'), table)
      expect(() => listEcgCases(folder)).toThrow(/patients-table-invalid \{"line":\d,"column":"\w+"\}/)
    },
  )
})
