import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readReferenceTable, referenceFiles } from '../../reference-table.ts'
import { noduleReference } from './nodule-reference.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-luna16-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function fill(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

const head = 'seriesuid,coordX,coordY,coordZ,diameter_mm\n'
const tables = {
  'annotations.csv': `${head}1.2.3,10,20,30,5.5\n1.2.5,1,2,3,8\n`,
  'annotations_excluded.csv': `${head}1.2.4,1,2,3,-1\n`,
  'seriesuids.csv': '1.2.3\n1.2.4\n1.2.5\n1.2.6\n',
  'candidates.csv': 'seriesuid,coordX,coordY,coordZ,class\n',
}
const list = () => readReferenceTable(folder, noduleReference)
const lines = [{ file: 'annotations.csv' }, { file: 'annotations_excluded.csv', irrelevant: '1' }]

describe('LUNA16’s tables in a folder', () => {
  it('are of the volumes that lie below, whichever part of the set that is, those without findings too', () => {
    fill({ ...tables, 'subset0/1.2.6.mhd': '', 'subset0/1.2.6.raw': '', 'subset1/1.2.3.mha': '', 'other.mha': '' })
    expect(list()).toEqual([
      { image: 'subset1/1.2.3.mha', lines },
      { image: 'subset0/1.2.6.mhd', lines },
    ])
  })

  it('are of series by their UIDs where the folder holds no volume', () => {
    fill(tables)
    expect(list()!.map(({ image }) => image)).toEqual(['1.2.3', '1.2.4', '1.2.5', '1.2.6'])
  })

  it('without a list of series are of those that have a finding: nothing says that others were read', () => {
    const { 'seriesuids.csv': _, ...rest } = tables
    fill({ ...rest, '1.2.6.nii.gz': '', '1.2.4.nii.gz': '' })
    expect(list()!.map(({ image }) => image)).toEqual(['1.2.4.nii.gz'])
  })

  it('are no images', () => {
    fill(tables)
    const names = referenceFiles(folder, list()!, noduleReference)
    for (const name of Object.keys(tables)) expect(names.has(name)).toBe(true)
  })

  it('are refused with a finding in a series that was not read, or what is no table', () => {
    fill({ ...tables, 'seriesuids.csv': '1.2.3\n' })
    expect(list).toThrow('finding 2 is in a series that seriesuids.csv does not list')
    fill({ ...tables, 'seriesuids.csv': '1.2.3\n../etc\n' })
    expect(list).toThrow('seriesuids.csv')
    fill({ ...tables, 'annotations.csv': 'series,x\n' })
    expect(list).toThrow('annotations.csv')
  })

  it('give way to a reference.tsv', () => {
    fill({ ...tables, 'reference.tsv': 'image\tx\ty\tz\tdiameter\na.mha\t1\t2\t3\t4\n' })
    expect(list()).toEqual([{ image: 'a.mha', lines: [{ x: '1', y: '2', z: '3', diameter: '4' }] }])
  })

  it('are not there behind a link, or where there are none', () => {
    expect(list()).toBeUndefined()
    fill({ 'elsewhere/annotations.csv': head })
    symlinkSync('elsewhere/annotations.csv', join(folder, 'annotations.csv'))
    expect(list()).toBeUndefined()
  })
})
