import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readMetaImage } from './read-metaimage.ts'
import type { Affine, Volume } from './volume.ts'
import { writeMetaImage } from './write-metaimage.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-metaimage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPeers =
  spawnSync('plastimatch', ['--version']).status === 0 && spawnSync(python, ['-c', 'import nibabel']).status === 0

// A turn by 36.87 degrees about the third axis, which is turned over.
const affine: Affine = [
  [0.8, -1.2, 0, -20],
  [0.6, 1.6, 0, 5],
  [0, 0, -3, 7.5],
]
const volumeOf = (values: Volume['values']): Volume => ({ size: [4, 3, 2], spacing: [1, 2, 3], affine, values })
const numbers = Array.from({ length: 24 }, (_, i) => i * 3)

describe('a written MetaImage', () => {
  it.each([Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array])(
    'is read again as it was: %o',
    (kind) => {
      for (const isCompressed of [true, false]) {
        const volume = volumeOf(kind.from(numbers))
        const again = readMetaImage(writeMetaImage(volume, { isCompressed }), 'a.mha')
        expect([again.size, again.values]).toEqual([volume.size, volume.values])
        again.affine.flat().forEach((value, i) => {
          expect(value).toBeCloseTo(affine.flat()[i]!, 12)
        })
      }
    },
  )

  it.skipIf(!hasPeers)('is the same volume to ITK and nibabel (needs plastimatch and python3-nibabel)', () => {
    for (const isCompressed of [true, false]) {
      const [from, to] = [join(folder, 'a.mha'), join(folder, 'a.nii')]
      writeFileSync(from, writeMetaImage(volumeOf(Int16Array.from(numbers)), { isCompressed }))
      const converted = spawnSync('plastimatch', ['convert', '--input', from, '--output-img', to], { encoding: 'utf8' })
      expect(converted.status, converted.stdout).toBe(0)
      const code = `
import json, sys
import nibabel as nib, numpy as np
image = nib.load(sys.argv[1])
print(json.dumps([image.affine[:3].tolist(), np.asanyarray(image.dataobj).flatten(order='F').tolist()]))
`
      const { stdout, stderr } = spawnSync(python, ['-c', code, to], { encoding: 'utf8' })
      const [place, values] = JSON.parse(stdout || `"${stderr}"`) as [number[][], number[]]
      expect(values).toEqual(numbers)
      place.flat().forEach((value, i) => {
        expect(value).toBeCloseTo(affine.flat()[i]!, 5)
      })
    }
  })

  it('has no words for axes that are not at right angles', () => {
    const sheared = { ...volumeOf(Int16Array.from(numbers)), affine: [[1, 1, 0, 0], affine[1], affine[2]] as Affine }
    expect(() => writeMetaImage(sheared)).toThrow(RangeError)
  })
})
