import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-overlap-'))
const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function overlap(words: readonly string[]) {
  const { status, output, errors } = runAssay(['statistics', 'overlap', '--json', ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

/** A plane of 4 × 3 voxels of 1 × 2 × 5 mm, as text. */
function plane(name: string, rows: readonly string[], origin = '(0,0,0)', sizes = '4 3 1'): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  const head = ['NRRD0004', 'type: uchar', 'dimension: 3', `sizes: ${sizes}`, 'space: RAS', 'encoding: ascii']
  const place = ['space directions: (1,0,0) (0,2,0) (0,0,5)', `space origin: ${origin}`]
  writeFileSync(join(folder, name), `${[...head, ...place].join('\n')}\n\n${rows.join('\n')}\n`)
}

describe('assay statistics overlap', () => {
  plane('reference/a.nrrd', ['1 1 0 0', '1 1 0 0', '0 0 0 2'])
  plane('result/a.nrrd', ['0 1 1 0', '0 1 1 0', '0 0 0 2'])
  plane('reference/b.nrrd', ['0 0 0 0', '0 1 0 0', '0 0 0 0'])

  it('compares label by label, worked by hand', () => {
    const { json } = overlap(['reference/a.nrrd', 'result/a.nrrd', '--tolerance', '0.5'])
    // Two of four voxels in common; each border voxel that has no partner lies 1 mm away.
    expect(json.cases).toMatchObject([
      {
        label: 1,
        dice: 0.5,
        jaccard: 2 / 6,
        volumeDifference: 0,
        hausdorff: 1,
        averageSymmetric: 0.5,
        surfaceDice: 0.5,
      },
      { label: 2, dice: 1, hausdorff: 0, surfaceDice: 1 },
    ])
    expect(json.cases[0].overlapError).toBeCloseTo(4 / 6, 12)
    expect(overlap(['reference/a.nrrd', 'result/a.nrrd', '--labels', '3']).json.cases).toMatchObject([
      { label: 3, dice: null },
    ])
    expect(
      overlap(['reference/a.nrrd', 'result/a.nrrd', '--labels', '3', '--empty', 'perfect']).json.cases,
    ).toMatchObject([{ label: 3, dice: 1 }])
  })

  it('takes a case without a result for a failed output: Dice 0, the diagonal of the grid', () => {
    const { json } = overlap(['reference', 'result'])
    expect(json.cases.map((one: { case: string; failed: boolean }) => [one.case, one.failed])).toEqual([
      ['a', false],
      ['a', false],
      ['b', true],
      ['b', true],
    ])
    // Label 2 is in a alone; the device that failed in b did not say that it is not there.
    expect(json.cases[3]).toMatchObject({ label: 2, dice: 0, volumeDifference: null })
    expect(json.completion).toMatchObject({ completed: 1, cases: 2, estimate: 0.5 })
    expect(json.completion.lower).toBeLessThan(0.5)
    expect(json.cases[2]).toMatchObject({ dice: 0, hausdorff95: Math.hypot(4, 6, 5) })
  })

  it('counts a label that a case lacks by the rule, where others have it', () => {
    plane('some/truth/a.nrrd', ['1 1 0 0', '0 0 0 0', '0 0 0 2'])
    plane('some/found/a.nrrd', ['1 1 0 0', '0 0 0 0', '0 0 0 0'])
    plane('some/truth/b.nrrd', ['1 1 0 0', '0 0 0 0', '0 0 0 0'])
    plane('some/found/b.nrrd', ['1 1 0 0', '0 0 0 0', '0 0 0 0'])
    plane('some/found/z.nrrd', ['1 1 0 0', '0 0 0 0', '0 0 0 0'])
    const mean = (...words: string[]) => {
      const { json } = overlap(['some/truth', 'some/found', ...words])
      expect(json.resultsWithoutReference).toBe(1)
      return json.means.find((one: { label: number; measure: string }) => one.label === 2 && one.measure === 'dice')
    }
    expect(mean()).toMatchObject({ cases: 1, estimate: 0 })
    expect(mean('--empty', 'perfect')).toMatchObject({ cases: 2, estimate: 0.5 })
  })

  it('misses all lesions of a failed output', () => {
    const { json } = overlap(['reference', 'result', '--lesions', '--penalty', '374', '--labels', '1'])
    expect(json.cases[1]).toMatchObject({ case: 'b', failed: true, lesionWise: { found: 0, missed: 1, false: 0 } })
    expect(json.cases[1].lesionWise).toMatchObject({ meanDice: 0, meanHausdorff95: 374 })
  })

  it('counts lesions found, missed and false', () => {
    plane('lesions/truth.nrrd', ['1 0 0 1', '0 0 0 0', '0 0 0 0'])
    plane('lesions/found.nrrd', ['1 0 0 0', '0 0 0 0', '1 0 0 0'])
    const words = ['lesions/truth.nrrd', 'lesions/found.nrrd', '--lesions', '--penalty', '374']
    const [one] = overlap(words).json.cases
    expect(one.lesionWise).toMatchObject({ found: 1, missed: 1, false: 1, f1: 0.5, meanHausdorff95: (2 * 374) / 3 })
  })

  it('gives means over cases with intervals between patients', () => {
    for (const [name, row] of [
      ['a', '1 1 0 0'],
      ['b', '1 1 1 0'],
      ['c', '0 1 1 0'],
    ] as const) {
      plane(`many/truth/${name}.nrrd`, ['1 1 0 0', '0 0 0 0', '0 0 0 0'])
      plane(`many/found/${name}.nrrd`, [row, '0 0 0 0', '0 0 0 0'])
    }
    const { json } = overlap(['many/truth', 'many/found'])
    // Dice 1, 0.8, 0.5; R: t.test(c(1, 0.8, 0.5))
    const dice = json.means.find((one: { measure: string }) => one.measure === 'dice')
    expect(dice).toMatchObject({ cases: 3, patients: 3, upper: 1 })
    expect(dice.estimate).toBeCloseTo(2.3 / 3, 12)
    expect(dice.lower).toBeCloseTo(0.1415, 3)
    writeFileSync(join(folder, 'patients.tsv'), 'a\tp\nb\tp\n')
    const clustered = overlap(['many/truth', 'many/found', '--patients', 'patients.tsv']).json.means
    expect(clustered[0]).toMatchObject({ measure: 'dice', cases: 3, patients: 2 })
    writeFileSync(join(folder, 'wrong.tsv'), 'a\tp\nb\n')
    expect(overlap(['many/truth', 'many/found', '--patients', 'wrong.tsv']).errors).toContain('line 2')
  })

  it('counts instances, and centrelines', () => {
    plane('instances/truth.nrrd', ['1 1 2 2', '0 0 0 0', '3 3 3 0'])
    plane('instances/found.nrrd', ['5 5 0 0', '0 0 0 0', '6 6 0 0'])
    const words = ['instances/truth.nrrd', 'instances/found.nrrd']
    const [one] = overlap([...words, '--instances']).json.instances
    expect(one).toMatchObject({ found: 2, missed: 1, false: 0, recognition: 0.8 })
    expect(one.segmentation).toBeCloseTo((1 + 2 / 3) / 2, 12)
    for (const name of ['a', 'b']) {
      plane(`pool/truth/${name}.nrrd`, ['1 1 2 2', '0 0 0 0', '3 3 3 0'])
      plane(`pool/found/${name}.nrrd`, [name === 'a' ? '5 5 0 0' : '0 0 0 0', '0 0 0 0', '6 6 0 0'])
    }
    // Shares 1, ⅔ and ⅔ of three found, three missed.
    const { pooled } = overlap(['pool/truth', 'pool/found', '--instances']).json
    expect(pooled).toMatchObject({ found: 3, missed: 3, false: 0, recognition: 3 / 4.5 })
    expect(pooled.quality).toBeCloseTo(((7 / 3) * (3 / 4.5)) / 3, 12)
    const [first] = overlap([...words, '--centreline', '--labels', '1']).json.cases
    expect(first).toMatchObject({ centrelineDice: 0, topologyPrecision: null, topologySensitivity: 0 })
  })

  it('puts a result that is a part of the grid, or turned, in its place', () => {
    plane('part.nrrd', ['1 1', '1 1'], '(0,0,0)', '2 2 1')
    expect(overlap(['reference/a.nrrd', 'part.nrrd', '--labels', '1']).json.cases[0]).toMatchObject({ dice: 1 })
  })

  it.skipIf(!existsSync(data))('reads a DICOM segmentation (needs shared/data)', () => {
    const { json } = overlap([join(data, 'liver/liver.dcm'), join(data, 'liver/liver.dcm')])
    expect(json.cases).toMatchObject([{ case: 'liver', label: 1, dice: 1, hausdorff: 0 }])
  })

  it('refuses what does not lie on one grid, is no label map, or can not be read', () => {
    plane('moved.nrrd', ['0 1 1 0', '0 1 1 0', '0 0 0 2'], '(0,0,1)')
    plane('other.nrrd', ['0 1 1 0', '0 1 1 0'], '(0,0.5,0)', '4 2 1')
    writeFileSync(
      join(folder, 'half.nrrd'),
      'NRRD0004\ntype: float\ndimension: 3\nsizes: 1 1 1\nencoding: ascii\n\n0.5\n',
    )
    for (const [result, said] of [
      ['moved.nrrd', 'do not lie on one grid'],
      ['other.nrrd', '4 × 3 × 1'],
      ['gone.nrrd', 'can not be opened'],
      ['a.png', 'can not be opened'],
    ] as const) {
      const { status, errors } = overlap(['reference/a.nrrd', result])
      expect(errors).toContain(said)
      expect(status).toBe(1)
    }
    expect(overlap(['half.nrrd', 'half.nrrd']).errors).toContain('whole numbers')
    const sheared = ['type: uchar', 'dimension: 3', 'sizes: 1 1 1', 'space: RAS', 'encoding: ascii']
    for (const [directions, said] of [
      ['(1,0,0) (0.2,1,0) (0,0,1)', 'sheared'],
      ['(0.8,0.6,0) (-0.6,0.8,0) (0,0,1)', ''],
    ] as const) {
      const head = ['NRRD0004', ...sheared, `space directions: ${directions}`]
      writeFileSync(join(folder, 'sheared.nrrd'), `${head.join('\n')}\n\n1\n`)
      expect(overlap(['sheared.nrrd', 'sheared.nrrd']).errors).toContain(said)
      expect(overlap(['sheared.nrrd', 'sheared.nrrd']).status).toBe(said === '' ? 0 : 1)
    }
    expect(overlap(['reference', 'nowhere'])).toMatchObject({
      status: 1,
      errors: 'nowhere: can not be opened (there is no such file or folder). Check the path and who may read it.\n',
    })
    expect(overlap(['reference', 'half.nrrd']).errors).toContain('one is a folder and the other a file')
    plane('twice/a.nrrd', ['0'], '(0,0,0)', '1 1 1')
    plane('twice/a.nhdr', ['0'], '(0,0,0)', '1 1 1')
    expect(overlap(['twice', 'result']).errors).toContain('several files of this case')
  })
})
