import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { deflateSync } from 'node:zlib'
import type { Endpoint } from '@assay/contracts'
import { readOutputs, readSeries, readVolume, startImageDecoders, type Volume, writeMetaImage } from '@assay/formats'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { CaseFile } from '../category.ts'
import { brainMri } from './brain-mri.ts'
import { structureSegmentation as task } from './structure-segmentation.ts'

const decoders = startImageDecoders()
const folder = mkdtempSync(join(tmpdir(), 'assay-brain-'))
afterAll(() => {
  decoders.close()
  rmSync(folder, { recursive: true, force: true })
})

const { files } = task.generateCase(1, 0)
const image = readVolume(files[0]!.bytes, 'image.mha')
const labels = readVolume(files[1]!.bytes, 'reference.mha')
const given = { patient: 'p', name: 'n', files }
const [dice, surface, distance] = task.template.endpoints as [Endpoint, Endpoint, Endpoint]

describe('what a device gets', () => {
  it('is the volume of a neutral name, as the field’s containers find it, with its description, and nothing else', async () => {
    const shown = new Map((await task.inputFiles(files, decoders)).map(({ path, bytes }) => [path, Buffer.from(bytes)]))
    expect([...shown.keys()].sort()).toEqual(['images/t1-brain-mri/image.mha', 'inputs.json'])
    expect(JSON.parse(shown.get('inputs.json')!.toString())).toMatchObject([
      { interface: { slug: 't1-brain-mri', super_kind: 'Image', relative_path: 'images/t1-brain-mri' } },
    ])
    expect(readVolume(shown.get('images/t1-brain-mri/image.mha')!, 'a')).toEqual(image)
  })

  it('is the same from slices of DICOM, which an appliance is shown as they are', async () => {
    const objects = await task.dicomObjects(files, decoders)
    expect(objects).toHaveLength(image.size[2])
    const series = objects.map((bytes, i) => ({ where: `${i}`, bytes: async () => bytes }))
    const [form] = await readSeries(series, decoders.decoding)
    if (form?.kind !== 'volume') throw new Error('no volume')
    expect([...form.volume.values]).toEqual([...image.values])
    const dicom = objects.map((bytes, i): CaseFile => ({ name: `2.25.3.${i}`, role: 'image', bytes }))
    const own = [...dicom, files[1]!]
    await brainMri.checkCase!(own, decoders)
    expect(await task.dicomObjects(own, decoders)).toEqual(objects)
    const [first] = await task.inputFiles(own, decoders)
    expect([...readVolume(first!.bytes, 'a').values]).toEqual([...image.values])
  })
})

describe('what a device left', () => {
  let out: string
  let place: string
  beforeEach(() => {
    out = mkdtempSync(join(folder, 'out-'))
    place = join(out, 'images/brain-structure-segmentation')
    mkdirSync(place, { recursive: true })
  })
  const read = async () => {
    const outputs = await readOutputs(decoders.outputs, out, task.outputs)
    return task.readOutput(out, files, outputs)
  }
  const leave = (bytes: Uint8Array, name = 'answer.mha') => writeFileSync(join(place, name), bytes)
  const changed = (change: Partial<Volume>) => writeMetaImage({ ...labels, ...change })

  it('is read, packed or not, whatever its file and its type of voxels are called', async () => {
    leave(writeMetaImage(labels), 'anything.mha')
    expect([...(await read())]).toEqual([...labels.values])
    leave(
      writeMetaImage({ ...labels, values: Float32Array.from(labels.values) }, { isCompressed: false }),
      'anything.mha',
    )
    expect([...(await read())]).toEqual([...labels.values])
  })

  it('is missing where there is none, and invalid where there are two, a link, or another form', async () => {
    await expect(read()).rejects.toThrow('output-missing')
    leave(Buffer.from('no image'), 'a.tif')
    await expect(read()).rejects.toThrow('output-invalid')
    leave(writeMetaImage(labels), 'b.mha')
    await expect(read()).rejects.toThrow('image-several')
    rmSync(join(place, 'a.tif'))
    rmSync(join(place, 'b.mha'))
    symlinkSync('/etc/hostname', join(place, 'b.mha'))
    await expect(read()).rejects.toThrow('output-invalid')
  })

  it('is invalid on another grid', async () => {
    const [nx, ny, nz] = labels.size
    for (const change of [
      { size: [ny, nx, nz] as const },
      { affine: labels.affine.map((row) => row.map((value) => 1.01 * value)) as unknown as Volume['affine'] },
      { affine: labels.affine.map(([a, b, c, d]) => [-a, b, c, d]) as unknown as Volume['affine'] },
    ]) {
      const spacing = change.affine ? ([3.03, 3.03, 3.03] as const) : labels.spacing
      leave(changed({ ...change, ...(change.affine?.[0][0] === 3.03 ? { spacing } : {}) }))
      await expect(read()).rejects.toThrow('image-off-grid')
    }
  })

  it.each([
    ['a label that the task does not have', 3, 'label-unknown'],
    ['a label below 0', -1, 'label-'],
    ['a half label', 0.5, 'label-not-whole'],
    ['no number', Number.NaN, 'label-not-whole'],
    ['no end', Infinity, 'label-not-whole'],
  ])('is invalid with %s', async (_, value, told) => {
    const values = Float32Array.from(labels.values)
    values[1000] = value
    leave(changed({ values }))
    await expect(read()).rejects.toThrow(told)
  })

  it('is invalid as a bomb, cut off, or of absurd size, and costs nothing', async () => {
    const header = (size: string) =>
      Buffer.from(
        `ObjectType = Image\nNDims = 3\nCompressedData = True\nBinaryData = True\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\nElementSpacing = 3 3 3\nDimSize = ${size}\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n`,
      )
    leave(Buffer.concat([header('100000 100000 100000'), deflateSync(Buffer.alloc(2 ** 20))]))
    await expect(read()).rejects.toThrow('image-larger-than-allowed')
    leave(Buffer.concat([header('48 56 47'), deflateSync(Buffer.alloc(48 * 56 * 47))]))
    await expect(read()).rejects.toThrow('image-off-grid')
    const written = Buffer.from(writeMetaImage(labels))
    const end = written.indexOf('LOCAL\n') + 6
    leave(Buffer.concat([written.subarray(0, end), deflateSync(Buffer.alloc(2 ** 27))]))
    await expect(read()).rejects.toThrow('image-unpacks-to-more')
    leave(written.subarray(0, end + 10))
    await expect(read()).rejects.toThrow('image-damaged')
    leave(Buffer.alloc(1000))
    await expect(read()).rejects.toThrow('output-invalid')
  })
})

describe('the score of a segmentation', () => {
  const own = Uint8Array.from(labels.values)

  it('is perfect for the reference, and counts voxels for Dice', () => {
    expect(task.score(given, { output: own }, dice)).toEqual({ patient: 'p', score: 1 })
    expect(task.score(given, { output: own }, surface)).toEqual({ patient: 'p', score: 1 })
    expect(task.score(given, { output: own }, distance)).toEqual({ patient: 'p', distance: 0, failed: false })
    const grey = own.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0)
    let left = Math.floor(grey / 2)
    const half = own.map((label) => (label === 1 && left-- > 0 ? 0 : label))
    const found = task.score(given, { output: half }, dice) as { score: number }
    expect(found.score).toBeCloseTo((2 * (grey - Math.floor(grey / 2))) / (2 * grey - Math.floor(grey / 2)), 12)
  })

  it('of a run that failed is Dice 0, and the diagonal of the image', () => {
    const failure = { failure: 'timed-out' } as const
    expect(task.score(given, failure, dice)).toEqual({ patient: 'p', score: null })
    const diagonal = Math.hypot(48 * 3, 56 * 3, 48 * 3)
    expect(task.score(given, failure, distance)).toEqual({ patient: 'p', distance: diagonal, failed: true })
    const nothing = { output: new Uint8Array(own.length) }
    expect(task.score(given, nothing, dice)).toEqual({ patient: 'p', score: 0 })
    expect(task.score(given, nothing, distance)).toEqual({ patient: 'p', distance: diagonal, failed: false })
  })

  it('is declared in a form that can be read, for estimators that have a use for it', () => {
    expect(task.readScoring(surface)).toEqual({ structure: 'grey-matter', measure: 'surface-dice', tolerance: 1 })
    const refused = (change: Partial<Endpoint>) => () => task.readScoring({ ...dice, ...change })
    expect(refused({ estimator: 'classification' })).toThrow('protocol-invalid')
    expect(refused({ scoring: undefined })).toThrow('protocol-invalid')
    expect(refused({ scoring: { structure: 'ventricle', measure: 'dice' } })).toThrow('protocol-invalid')
    expect(refused({ scoring: { structure: 'grey-matter', measure: 'hausdorff-95' } })).toThrow('protocol-invalid')
  })
})

describe('the labels of experts', () => {
  const { readReference } = brainMri.referencedImages!
  const lines = [{ labels: 'labels.mha' }]

  it('are kept as grid and labels, whatever the file was', () => {
    const values = Float64Array.from(labels.values)
    const { bytes, extension } = readReference({ image: 'a', lines }, () => writeMetaImage({ ...labels, values }))
    expect(extension).toBe('mha')
    expect(readVolume(bytes, 'a')).toEqual(labels)
  })

  it('are refused with a label that there is not, and where no file is named', () => {
    const values = Uint8Array.from(labels.values, (label) => 10 * label)
    expect(() => readReference({ image: 'a', lines }, () => writeMetaImage({ ...labels, values }))).toThrow(
      'reference-invalid',
    )
    expect(() => readReference({ image: 'a', lines: [{ labels: '' }] }, () => Buffer.alloc(0))).toThrow(
      'no file with labels',
    )
  })

  it('have to lie on the grid of the image', async () => {
    await brainMri.checkCase!(files, decoders)
    const affine = labels.affine.map(([a, b, c, d], axis) => [a, b, c, d + (axis === 2 ? 3 : 0)])
    const moved = writeMetaImage({ ...labels, affine: affine as unknown as Volume['affine'] })
    const apart: CaseFile[] = [files[0]!, { name: 'reference.mha', role: 'reference', bytes: moved }]
    await expect(brainMri.checkCase!(apart, decoders)).rejects.toThrow('reference-invalid')
  })
})

it('generated brains are such that the simple device does better than chance, and is not perfect', async () => {
  for (let index = 0; index < 3; index += 1) {
    const one = task.generateCase(4, index)
    const place = mkdtempSync(join(folder, 'run-'))
    for (const { path, bytes } of await task.inputFiles(one.files, decoders)) {
      mkdirSync(dirname(join(place, 'in', path)), { recursive: true })
      writeFileSync(join(place, 'in', path), bytes)
    }
    writeFileSync(join(place, 'device.mjs'), task.deviceTemplate('node'))
    const env = { PATH: process.env.PATH, INPUT_DIR: join(place, 'in'), OUTPUT_DIR: join(place, 'out') }
    expect(spawnSync(process.execPath, [join(place, 'device.mjs')], { env }).status).toBe(0)
    const outputs = await readOutputs(decoders.outputs, join(place, 'out'), task.outputs)
    const output = task.readOutput(join(place, 'out'), one.files, outputs)
    const { score } = task.score({ ...given, files: one.files }, { output }, dice) as { score: number }
    expect(score).toBeGreaterThan(0.7)
    expect(score).toBeLessThan(0.97)
  }
})
