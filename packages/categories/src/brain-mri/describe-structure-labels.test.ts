import { writeMetaImage } from '@assay/formats'
import { expect, it } from 'vitest'
import type { CaseFile } from '../category.ts'
import { describeStructureLabels } from './describe-structure-labels.ts'

const affine = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
] as const

function labels(values: readonly number[], reader?: string): CaseFile {
  const volume = { size: [values.length, 1, 1], spacing: [1, 1, 1], affine, values: Uint8Array.from(values) } as const
  const bytes = writeMetaImage(volume)
  if (!reader) return { name: 'reference.mha', role: 'reference', bytes }
  return { name: `reading.${reader}.mha`, role: 'reading', reader, bytes }
}

it('counts the voxels of each structure', () => {
  expect(describeStructureLabels([labels([0, 1, 1, 2, 0, 1])])).toEqual({
    classes: { 'grey-matter': 3, 'white-matter': 1 },
    readings: [],
  })
})

it('counts voxels that were read alike together, but for those that all call background', () => {
  const files = [labels([0, 1, 1, 2, 0, 0]), labels([0, 1, 1, 1, 0, 2], 'a'), labels([0, 1, 2, 2, 0, 0], 'b')]
  expect(describeStructureLabels(files).readings).toEqual([
    { reference: 'grey-matter', said: { a: 'grey-matter', b: 'grey-matter' }, count: 1 },
    { reference: 'grey-matter', said: { a: 'grey-matter', b: 'white-matter' }, count: 1 },
    { reference: 'white-matter', said: { a: 'grey-matter', b: 'white-matter' }, count: 1 },
    { reference: '', said: { a: 'white-matter', b: '' }, count: 1 },
  ])
})
