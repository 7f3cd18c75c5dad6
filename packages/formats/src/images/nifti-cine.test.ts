import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readNifti, readNiftiCine } from './read-nifti.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-cine-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasNibabel = spawnSync(python, ['-c', 'import nibabel']).status === 0

const script = `
import json, sys
import nibabel as nib
import numpy as np
values = np.random.default_rng(1).integers(0, 999, (5, 4, 3, 6)).astype(np.int16)
affine = np.array([[-1.5, 0, 0, 10], [0, 1.5, 0, 20], [0, 0, 8, 30], [0, 0, 0, 1]])
for unit, step in (('sec', 0.05), ('msec', 50), ('usec', 50000), ('hz', 50), ('sec', 0)):
    image = nib.Nifti1Image(values, affine)
    image.header.set_xyzt_units('mm', unit); image.header['pixdim'][4] = step
    nib.save(image, f'{sys.argv[1]}/{unit}{"-still" if step == 0 else ""}.nii.gz')
print(json.dumps(dict(values=values.flatten(order='F').tolist(), affine=affine[:3].tolist())))
`

describe.skipIf(!hasNibabel)('a NIfTI file of four dimensions (needs python3-nibabel)', () => {
  const written = () => {
    const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as { values: number[]; affine: number[][] }
  }
  const file = (name: string) => readFileSync(join(folder, name))

  it('is a volume over time, in milliseconds, as nibabel wrote it', () => {
    const { values, affine } = written()
    for (const unit of ['sec', 'msec', 'usec']) {
      const cine = readNiftiCine(file(`${unit}.nii.gz`), 'a.nii.gz')
      expect([...cine.values]).toEqual(values)
      expect([cine.size, cine.spacing, cine.affine]).toEqual([[5, 4, 3, 6], [1.5, 1.5, 8], affine])
      for (const [frame, time] of cine.frameTimes.entries()) expect(time).toBeCloseTo(50 * frame, 4)
    }
  })

  it('is no volume, and nothing over time without a time', () => {
    written()
    expect(() => readNifti(file('sec.nii.gz'), 'a.nii.gz')).toThrow('several volumes in one file')
    expect(() => readNiftiCine(file('hz.nii.gz'), 'a.nii.gz')).toThrow('a fourth dimension that is no time')
    expect(() => readNiftiCine(file('sec-still.nii.gz'), 'a.nii.gz')).toThrow('no time between frames')
  })
})
