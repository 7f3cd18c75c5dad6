import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { afterAll, describe, expect, it } from 'vitest'
import { listPairs } from './label-files.ts'
import { compareCases, type OverlapRules } from './overlap-cases.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-overlap-cases-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rules: OverlapRules = {
  ...({ surface: 'element', empty: 'undefined', connectivity: '26' } as const),
  tolerance: 1,
  dilation: 1,
  leastVoxels: 1,
  lesions: true,
  centreline: true,
}

/** Boxes of labels 1 and 2 on 20 × 20 × 20 voxels, each case another one. */
function write(part: string, shift: number): void {
  mkdirSync(join(folder, part), { recursive: true })
  for (let one = 0; one < 5; one += 1) {
    const head = ['NRRD0004', 'type: uchar', 'dimension: 3', 'sizes: 20 20 20', 'encoding: raw', 'spacings: 1 1 2']
    const labels = Uint8Array.from({ length: 8000 }, (_, at) => {
      const [x, y, z] = [at % 20, Math.floor(at / 20) % 20, Math.floor(at / 400)]
      const isIn = (from: number) => x >= from && x < from + 5 && y >= one && y < 9 && z > 3 && z < 8
      return isIn(2 + shift) ? 1 : isIn(10) ? 2 : 0
    })
    writeFileSync(join(folder, part, `${one}.nrrd`), Buffer.concat([Buffer.from(`${head.join('\n')}\n\n`), labels]))
  }
}

describe('compareCases', () => {
  write('truth', 0)
  write('found', 1)
  const { pairs } = listPairs('truth', 'found', folder)

  it('gives on threads what it gives on one, in the cases’ order, and tells of each', async () => {
    const told: number[] = []
    const here = await compareCases(pairs, rules, (done) => told.push(done), 0)
    expect(here.map((one) => one.case)).toEqual(['0', '1', '2', '3', '4'])
    expect(told).toEqual([1, 2, 3, 4, 5])
    const threads: number[] = []
    expect(await compareCases(pairs, rules, (done) => threads.push(done), 2)).toEqual(here)
    expect(threads).toEqual(told)
  })

  it('says from a thread what can not be read, the first of them', async () => {
    writeFileSync(join(folder, 'found', '3.nrrd'), 'NRRD0004\n')
    writeFileSync(join(folder, 'found', '4.nrrd'), 'nothing')
    const failure = await compareCases(pairs, rules, () => {}, 2).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AssayError)
    expect(failure).toMatchObject({ code: 'image-unreadable', parameters: { where: '3.nrrd' } })
  })
})
