import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { readVolume, startImageDecoders, type Volume } from '@assay/formats'
import { scanScore } from '@assay/statistics/detection'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseFile } from '../category.ts'
import { readResult } from '../read-result.ts'
import { checkChestCase } from './check-chest-case.ts'
import { noduleDetection as task } from './nodule-detection.ts'
import { lesionsOf } from './nodules/lesions-of.ts'
import type { Nodule } from './nodules/nodule.ts'
import { writeNoduleTable } from './nodules/write-nodule-table.ts'

const decoders = startImageDecoders()
const folder = mkdtempSync(join(tmpdir(), 'assay-nodules-'))
afterAll(() => {
  decoders.close()
  rmSync(folder, { recursive: true, force: true })
})

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasNibabel = spawnSync(python, ['-c', 'import nibabel']).status === 0
const hasPlastimatch = spawnSync('plastimatch', ['--version']).status === 0
const shared = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')

async function shownOf(files: readonly CaseFile[]): Promise<Map<string, Buffer>> {
  const shown = await task.inputFiles(files, decoders)
  return new Map(shown.map(({ path, bytes }) => [path, Buffer.from(bytes)]))
}

function worldOf({ affine }: Volume, voxel: readonly number[]): number[] {
  const ras = affine.map((row) => row[0] * voxel[0]! + row[1] * voxel[1]! + row[2] * voxel[2]! + row[3])
  return [-ras[0]!, -ras[1]!, ras[2]!]
}

const { files } = task.generateCase(7, 4)

describe('what a device gets', () => {
  it('is one image of a neutral name with its description, without the reference', async () => {
    const shown = await shownOf(files)
    expect([...shown.keys()].sort()).toEqual(['images/ct/ct.mha', 'inputs.json'])
    expect(JSON.parse(`${shown.get('inputs.json')}`)).toMatchObject([
      {
        interface: { slug: 'ct-image', kind: 'Image', super_kind: 'Image', relative_path: 'images/ct' },
        image: { name: 'ct.mha' },
      },
    ])
    expect(shown.get('images/ct/ct.mha')!.toString('latin1', 0, 400)).not.toContain('generated')
  })

  it('is the same whether the scan came as a volume or as the slices of a series, in any order', async () => {
    const objects = await task.dicomObjects(files, decoders)
    expect(objects).toHaveLength(48)
    const asSeries = objects.map((bytes, i): CaseFile => ({ name: `2.25.${i}`, role: 'image', bytes })).reverse()
    const [one, other] = [await shownOf(files), await shownOf(asSeries)]
    const [volume, ofSeries] = [one, other].map((shown) => readVolume(shown.get('images/ct/ct.mha')!, 'ct.mha'))
    expect(ofSeries).toEqual(volume)
  })

  it.skipIf(!hasNibabel)(
    'has its voxels where nibabel puts them, left–posterior–superior (needs nibabel)',
    async () => {
      const script = `
import json, sys, numpy as np, nibabel
affine = np.array([[-0.6, 0.5, 0.1, 90], [0.7, 0.4, -0.3, -80.5], [-0.2, 0.05, 2.4, -310.25], [0, 0, 0, 1.0]])
q, _ = np.linalg.qr(affine[:3, :3]); affine[:3, :3] = q @ np.diag([0.75, -0.5, 2.5])
data = np.full((9, 8, 7), -850, np.int16); data[6, 2, 5] = 300
nibabel.save(nibabel.Nifti1Image(data, affine), sys.argv[1])
print(json.dumps((nibabel.load(sys.argv[1]).affine @ [6, 2, 5, 1])[:3].tolist()))`
      const file = join(folder, 'peer.nii')
      const { stdout, stderr } = spawnSync(python, ['-c', script, file], { encoding: 'utf8' })
      expect(stderr).toBe('')
      const [right, anterior, superior] = JSON.parse(stdout) as [number, number, number]
      const shown = await shownOf([{ name: 'image.nii', role: 'image', bytes: readFileSync(file) }])
      const volume = readVolume(shown.get('images/ct/ct.mha')!, 'ct.mha')
      const at = volume.values.indexOf(300)
      expect([at % 9, Math.floor(at / 9) % 8, Math.floor(at / 72)]).toEqual([6, 2, 5])
      const found = worldOf(volume, [6, 2, 5])
      for (const [axis, value] of [-right, -anterior, superior].entries()) expect(found[axis]).toBeCloseTo(value, 4)
    },
  )

  it.skipIf(!hasPlastimatch)('has its voxels where ITK puts them (needs plastimatch)', async () => {
    const file = join(folder, 'shown.mha')
    writeFileSync(file, (await shownOf(files)).get('images/ct/ct.mha')!)
    const volume = readVolume(readFileSync(file), file)
    for (const voxel of [
      [0, 0, 0],
      [40, 70, 30],
    ]) {
      const { stdout } = spawnSync('plastimatch', ['probe', '--index', voxel.join(' '), file], { encoding: 'utf8' })
      const numbers = [...stdout.matchAll(/-?\d+\.\d+/g)].map(Number)
      const place = worldOf(volume, voxel)
      for (const value of place) expect(numbers.some((one) => Math.abs(one - value) < 0.006)).toBe(true)
      expect(numbers).toContain(volume.values[(voxel[2]! * 128 + voxel[1]!) * 128 + voxel[0]!])
    }
  })

  const slices = join(shared, 'lung/dicom-2slices')
  it.skipIf(!existsSync(slices))('is made of real slices (needs the shared chest CT)', async () => {
    const names = spawnSync('ls', [slices], { encoding: 'utf8' }).stdout.trim().split('\n')
    const images = names.map((name): CaseFile => ({ name, role: 'image', bytes: readFileSync(join(slices, name)) }))
    const volume = readVolume((await shownOf(images)).get('images/ct/ct.mha')!, 'ct.mha')
    expect(volume.size).toEqual([512, 512, 2])
    expect(volume.values).toBeInstanceOf(Int16Array)
    expect(await task.dicomObjects(images, decoders)).toEqual(images.map(({ bytes }) => bytes))
  })
})

describe('a generated chest', () => {
  it('has its nodules where the table says, denser than the lung around', () => {
    for (const index of [0, 1, 2, 3]) {
      const { files: own } = task.generateCase(11, index)
      const volume = readVolume(own[0]!.bytes, 'chest.mha')
      const origin = worldOf(volume, [0, 0, 0])
      for (const { centre } of lesionsOf(own)) {
        const [i, j, k] = centre.map((value, axis) => Math.round((value - origin[axis]!) / volume.spacing[axis]!))
        const { size, values } = volume
        expect(values[(k! * size[1] + j!) * size[0] + i!]).toBeGreaterThan(-700)
      }
    }
  })

  it('comes with and without nodules, of many sizes, and with findings that count neither way', () => {
    const cases = Array.from({ length: 16 }, (_, index) => lesionsOf(task.generateCase(3, index).files))
    const relevant = cases.map((lesions) => lesions.filter(({ irrelevant }) => !irrelevant))
    expect(relevant.filter((lesions) => lesions.length === 0).length).toBeGreaterThan(1)
    const diameters = relevant.flat().map(({ diameter }) => diameter)
    expect(Math.min(...diameters)).toBeLessThan(7)
    expect(Math.max(...diameters)).toBeGreaterThan(14)
    expect(cases.flat().some(({ irrelevant }) => irrelevant)).toBe(true)
  })

  it('is a case', () => checkChestCase(files, decoders))
})

const answer = (points: object[]) => ({ type: 'Multiple points', points, version: { major: 1, minor: 0 } })
const point = (place: readonly number[], probability: unknown) => ({ name: 'n', point: place, probability })

describe('what a device left', () => {
  let output: string
  beforeEach(() => {
    output = mkdtempSync(join(folder, 'output-'))
  })
  afterEach(() => rmSync(output, { recursive: true }))
  const write = (content: unknown) =>
    writeFileSync(
      join(output, 'nodule-locations.json'),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  const read = () => readResult(task, files, { outcome: 'completed', output }, decoders)

  it('is points with probabilities, in thousandths', async () => {
    write(answer([point([1.5, -2, 3e2], 0.25049), { point: [0, 0, 0], probability: 1 }]))
    expect(await read()).toEqual({
      output: [
        { centre: [1.5, -2, 300], score: 0.25 },
        { centre: [0, 0, 0], score: 1 },
      ],
    })
    write(answer([]))
    expect(await read()).toEqual({ output: [] })
  })

  it('is missing where there is no file', async () => {
    expect(await read()).toMatchObject({ failure: 'output-missing' })
  })

  it.each<[string, unknown]>([
    ['output-not-json', 'nodules: 3'],
    ['output-not-json', '{"type": "Multiple points", "points": [{"point": [1, 2, NaN], "probability": 1}]}'],
    ['json-not-of-kind', { ...answer([]), type: 'Multiple polygons' }],
    ['json-not-of-kind', answer([point([1, 2, 3], 1.01)])],
    ['json-not-of-kind', answer([point([1, 2], 0.5)])],
    ['point-without-probability', answer([point([1, 2, 3], 0.1), { point: [1, 2, 3] }])],
    ['point-far-away', answer([point([1e6, 0, 0], 0.5)])],
    ['points-too-many', answer(Array.from({ length: 10_001 }, () => point([0, 0, 0], 0)))],
  ])('is invalid: %s', async (what, content) => {
    write(content)
    expect(await read()).toMatchObject({ failure: 'output-invalid', fault: { what } })
  })
})

const nodules: Nodule[] = [
  { centre: [10, 0, 0], diameter: 6, isIrrelevant: false },
  { centre: [30, 0, 0], diameter: 12, isIrrelevant: false },
  { centre: [60, 0, 0], diameter: 8, isIrrelevant: true },
  { centre: [80, 0, 0], diameter: undefined, isIrrelevant: true },
]
const given = {
  patient: 'p1',
  name: 'c1',
  files: [{ name: 'reference.csv', role: 'reference', bytes: writeNoduleTable('scan', nodules) } as const],
}
const [froc, afroc, small, middle, large] = task.template.endpoints
const mark = (x: number, score: number) => ({ centre: [x, 0, 0] as const, score })

describe('the score of a case', () => {
  it('is LUNA16’s: a hit is nearer than the radius, the best mark counts, irrelevant findings count neither way', () => {
    const output = [
      mark(13, 0.9),
      mark(12.9, 0.3),
      mark(7.5, 0.4),
      mark(32, 0.8),
      mark(64.1, 0.7),
      mark(84.9, 0.6),
      mark(63, 0.5),
    ]
    const score = scanScore.parse(task.score(given, { output }, froc!))
    // At 13 it is 3 mm away, which is the radius, and no hit; 10 mm are taken for the one that nobody measured.
    expect(score).toEqual({ patient: 'p1', lesions: 2, found: [0.4, 0.8], false: [0.9, 0.7], failed: false })
    expect(task.score(given, { output }, afroc!)).toEqual(score)
  })

  it('counts lesions of other sizes neither way where the endpoint is of some', () => {
    const output = [mark(10, 0.9), mark(30, 0.8), mark(100, 0.5)]
    const of = (endpoint: typeof froc) => task.score(given, { output }, endpoint!)
    expect(of(small)).toMatchObject({ lesions: 0, found: [], false: [0.5] })
    expect(of(middle)).toMatchObject({ lesions: 1, found: [0.9], false: [0.5] })
    expect(of(large)).toMatchObject({ lesions: 1, found: [0.8], false: [0.5] })
  })

  it('keeps the hundred strongest marks', () => {
    const output = Array.from({ length: 150 }, (_, i) => mark(500 + i, (i + 1) / 150))
    expect(task.score(given, { output }, froc!).false).toHaveLength(100)
  })

  it('of a run that failed is that of a device that found nothing, and stands in completion', () => {
    expect(task.score(given, { failure: 'timed-out' }, froc!)).toEqual({
      patient: 'p1',
      lesions: 2,
      found: [],
      false: [],
      failed: true,
    })
  })

  it('is not given for an estimator of other things', () => {
    expect(() => task.score(given, { output: [] }, { ...froc!, estimator: 'ec57-beats' })).toThrow('protocol-invalid')
  })
})

describe('checkChestCase', () => {
  const [image] = files
  const withNodules = (...list: Nodule[]): CaseFile[] => [
    image!,
    { name: 'reference.csv', role: 'reference', bytes: writeNoduleTable('scan', list) },
  ]
  const check = (...list: Nodule[]) => checkChestCase(withNodules(...list), decoders)

  it('refuses a finding outside the image, on any side, and takes one at its edge', async () => {
    const volume = readVolume(image!.bytes, 'ct.mha')
    const last = volume.size.map((count) => count - 1)
    const at = (voxel: readonly number[]): Nodule => ({
      centre: worldOf(volume, voxel) as [number, number, number],
      diameter: 5,
      isIrrelevant: false,
    })
    await check(at([0, 0, 0]), at(last), at([10, 10, last[2]! + 0.9]))
    for (const voxel of [
      [-2, 3, 3],
      [3, last[1]! + 2, 3],
      [3, 3, last[2]! + 2],
    ])
      await expect(check(at([5, 5, 5]), at(voxel))).rejects.toThrow('finding 2 of 2 lies outside the image')
  })

  it('refuses what is no chest CT: no image, no volume, other values', async () => {
    await expect(checkChestCase([withNodules()[1]!], decoders)).rejects.toThrow('image-unreadable')
    const rubbish = { ...image!, bytes: Buffer.from('ObjectType = Image\nElementDataFile = LOCAL\n') }
    await expect(checkChestCase([rubbish, withNodules()[1]!], decoders)).rejects.toThrow('image-')
    const [slice] = await task.dicomObjects(files, decoders)
    await expect(checkChestCase([{ ...image!, bytes: slice! }, withNodules()[1]!], decoders)).rejects.toThrow('image-')
    await expect(checkChestCase([image!], decoders)).rejects.toThrow('reference-invalid')
  })
})
