import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Endpoint } from '@assay/contracts'
import { readOutputs, readSeries, startImageDecoders, writeOphthalmicPhotograph } from '@assay/formats'
import { findOneRoundEstimator, release } from '@assay/statistics'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { CaseFile, GeneratedCase } from '../category.ts'
import { ophthalmology } from './ophthalmology.ts'
import { photographOfCase } from './photograph-of-case.ts'
import { referableRetinopathy as task } from './referable-retinopathy.ts'

const decoders = startImageDecoders()
const folder = mkdtempSync(join(tmpdir(), 'assay-retinopathy-'))
afterAll(() => {
  decoders.close()
  rmSync(folder, { recursive: true, force: true })
})

const [referral, discrimination, grades] = task.template.endpoints as [Endpoint, Endpoint, Endpoint]
const { files } = task.generateCase(1, 0)
const withReference = (reference: object): CaseFile[] => [
  ...files.filter(({ role }) => role === 'image'),
  { name: 'reference.json', role: 'reference', bytes: Buffer.from(JSON.stringify(reference)) },
]

describe('what a device gets', () => {
  it('is the photograph of a neutral name, as the field’s containers find it, with its description, and nothing else', async () => {
    const given = new Map((await task.inputFiles(files, decoders)).map(({ path, bytes }) => [path, Buffer.from(bytes)]))
    expect([...given.keys()].sort()).toEqual(['images/color-fundus/image.mha', 'inputs.json'])
    expect(JSON.parse(given.get('inputs.json')!.toString())).toMatchObject([
      {
        value: null,
        file: null,
        image: { name: 'image.mha' },
        interface: { slug: 'color-fundus-image', super_kind: 'Image', relative_path: 'images/color-fundus' },
      },
    ])
    const { width, height, values } = await photographOfCase(files, decoders)
    const image = given.get('images/color-fundus/image.mha')!
    expect(image.subarray(-values.length).equals(Buffer.from(values))).toBe(true)
    expect(image.toString('latin1', 0, 300)).toContain(`DimSize = ${width} ${height}\n`)
  })

  it('is the same from DICOM, and an appliance is shown the same pixels', async () => {
    const photograph = await photographOfCase(files, decoders)
    const [object] = await task.dicomObjects(files, decoders)
    const [form] = await readSeries([{ where: 'object', bytes: async () => object! }], decoders.decoding)
    expect(form).toMatchObject({ kind: 'photograph', photograph: { values: photograph.values } })
    const uids = { study: '2.25.7', series: '2.25.8', instance: '2.25.9' }
    const dicom: CaseFile = { name: '2.25.9', role: 'image', bytes: writeOphthalmicPhotograph(photograph, uids) }
    const own = [dicom, files.find(({ role }) => role === 'reference')!]
    expect(await task.inputFiles(own, decoders)).toEqual(await task.inputFiles(files, decoders))
    expect(await task.dicomObjects(own, decoders)).toEqual([dicom.bytes])
  })
})

async function readAnswer(out: string) {
  return task.readOutput(out, files, await readOutputs(decoders.outputs, out, task.outputs))
}

describe('what a device left', () => {
  let out: string
  beforeEach(() => {
    out = mkdtempSync(join(folder, 'out-'))
  })
  const leave = (likelihood: string, grade: string) => {
    writeFileSync(join(out, 'referable-retinopathy-likelihood.json'), likelihood)
    writeFileSync(join(out, 'retinopathy-grade.json'), grade)
  }

  const read = () => readAnswer(out)

  it('is read, its likelihood in thousandths', async () => {
    leave('0.123456789', '"3"')
    expect(await read()).toEqual({ likelihood: 0.123, grade: '3' })
    leave('1', '"ungradable"')
    expect(await read()).toEqual({ likelihood: 1, grade: 'ungradable' })
  })

  it.each([
    ['1.5', '"1"'],
    ['-0.1', '"1"'],
    ['NaN', '"1"'],
    ['1e999', '"1"'],
    ['"0.5"', '"1"'],
    ['0.5', '"5"'],
    ['0.5', '3'],
    ['0.5', '["0"]'],
    ['[[[[0.5]]]]', '"0"'],
  ])('is invalid as %j', async (likelihood, grade) => {
    leave(likelihood, grade)
    await expect(read()).rejects.toThrow('output-invalid')
  })

  it('is missing where a file is, and invalid behind a link', async () => {
    await expect(read()).rejects.toThrow('output-missing')
    leave('0.5', '"1"')
    rmSync(join(out, 'retinopathy-grade.json'))
    await expect(read()).rejects.toThrow('output-missing')
    symlinkSync('/etc/hostname', join(out, 'retinopathy-grade.json'))
    await expect(read()).rejects.toThrow('output-invalid')
  })
})

describe('the score of a photograph', () => {
  const given = (reference: object) => ({ patient: 'p', name: 'n', files: withReference(reference) })
  const graded = (grade: number) => given({ gradable: true, grade })
  const ungradable = given({ gradable: false, grade: null })
  const said = (likelihood: number, grade: '0' | '2' | 'ungradable' = '2') => ({ output: { likelihood, grade } })

  it('is the call at the operating point against the grade that is referred', () => {
    expect(task.score(graded(2), said(0.5), referral)).toEqual({ patient: 'p', truth: true, call: true })
    expect(task.score(graded(1), said(0.499), referral)).toEqual({ patient: 'p', truth: false, call: false })
    const scoring = { operatingPoint: 0.9, referableFrom: 1 }
    expect(task.score(graded(1), said(0.5), { ...referral, scoring })).toEqual({
      patient: 'p',
      truth: true,
      call: false,
    })
    expect(task.score(graded(1), said(0.5), discrimination)).toEqual({ patient: 'p', truth: false, score: 0.5 })
    expect(task.score(graded(4), said(0.5), grades)).toEqual({ patient: 'p', reference: '4', device: '2' })
  })

  it('counts what can not be graded as declared, and never drops it', () => {
    expect(task.score(ungradable, said(0.1), referral)).toEqual({ patient: 'p', truth: true, call: false })
    expect(task.score(graded(0), said(0.1, 'ungradable'), referral)).toEqual({ patient: 'p', truth: false, call: true })
    expect(task.score(ungradable, said(0.1), grades)).toEqual({ patient: 'p', reference: 'ungradable', device: '2' })
    const scoring = { ungradable: { reference: 'not-referable', output: 'by-likelihood' } }
    const otherwise = { ...referral, scoring }
    expect(task.score(ungradable, said(0.1, 'ungradable'), otherwise)).toEqual({
      patient: 'p',
      truth: false,
      call: false,
    })
  })

  it('of a run that failed is wrong, whatever the truth', () => {
    for (const reference of [graded(0), graded(4), ungradable]) {
      expect(task.score(reference, { failure: 'crashed' }, referral)).toMatchObject({ call: null })
      expect(task.score(reference, { failure: 'crashed' }, discrimination)).toMatchObject({ score: null })
    }
    expect(task.score(graded(1), { failure: 'crashed' }, grades)).toMatchObject({
      reference: '1',
      device: 'ungradable',
    })
    expect(task.score(graded(4), { failure: 'crashed' }, grades)).toMatchObject({ reference: '4', device: '0' })
  })

  it('is declared in a form that can be read, for estimators that have a use for it', () => {
    expect(task.readScoring({ ...referral, scoring: undefined })).toEqual(referral.scoring)
    const refused = (endpoint: Partial<Endpoint>) => () => task.readScoring({ ...referral, ...endpoint })
    expect(refused({ estimator: 'ec57-beats' })).toThrow('protocol-invalid')
    expect(refused({ scoring: { operatingPoint: 2 } })).toThrow('protocol-invalid')
    expect(refused({ scoring: { threshold: 0.5 } })).toThrow('protocol-invalid')
    expect(refused({ estimator: 'kappa', scoring: undefined, parameters: { categories: ['0', '1'] } })).toThrow(
      'categories',
    )
  })
})

describe('the table of a reading centre', () => {
  const { readReference } = ophthalmology.referencedImages!
  const read = (...lines: Record<string, string>[]) =>
    JSON.parse(Buffer.from(readReference({ image: 'a.png', lines }, () => Buffer.alloc(0)).bytes).toString())

  it('says a grade, or that there is none', () => {
    expect(read({ grade: '3', gradable: 'yes' })).toEqual({ gradable: true, grade: 3 })
    expect(read({ grade: '0' })).toEqual({ gradable: true, grade: 0 })
    expect(read({ grade: '', gradable: 'No' })).toEqual({ gradable: false, grade: null })
  })

  it.each([
    { grade: '5' },
    { grade: '' },
    { grade: '2', gradable: 'no' },
    { grade: '1', gradable: 'perhaps' },
    { grade: '1.5' },
  ])('is refused for %j', (line) => {
    expect(() => read(line)).toThrow('reference-invalid')
  })

  it('is refused where it says two things of one photograph', () => {
    expect(() => read({ grade: '1' }, { grade: '2' })).toThrow('reference-invalid')
  })
})

/** Runs the device to begin with, as a hospital does, and scores what it left. */
async function runDevice(given: GeneratedCase): Promise<Parameters<typeof task.score>[1]> {
  const place = mkdtempSync(join(folder, 'run-'))
  for (const { path, bytes } of await task.inputFiles(given.files, decoders)) {
    mkdirSync(dirname(join(place, 'in', path)), { recursive: true })
    writeFileSync(join(place, 'in', path), bytes)
  }
  writeFileSync(join(place, 'device.mjs'), task.deviceTemplate('node'))
  const env = { PATH: process.env.PATH, INPUT_DIR: join(place, 'in'), OUTPUT_DIR: join(place, 'out') }
  expect(spawnSync(process.execPath, [join(place, 'device.mjs')], { env }).status).toBe(0)
  return { output: await readAnswer(join(place, 'out')) }
}

it('generated photographs are such that the simple device does better than chance, and worse than perfect grades', async () => {
  const cases = Array.from({ length: 36 }, (_, index) => task.generateCase(5, index))
  const results: Parameters<typeof task.score>[1][] = []
  for (const one of cases) results.push(await runDevice(one))
  const figures = (endpoint: Endpoint) => {
    const estimator = findOneRoundEstimator(endpoint.estimator, endpoint.version)!
    const scores = cases.map((one, i) => task.score(one, results[i]!, endpoint))
    const summary = estimator.summarise(scores, endpoint.parameters)
    const released = release(summary, ({ value }) => ({ kind: 'exact', value }))
    const all = estimator.estimate([{ site: 'a', released }], endpoint.parameters)
    return Object.fromEntries(all.map((one) => [one.id, one.status === 'estimated' ? one.estimate : Number.NaN]))
  }
  expect(figures(discrimination).area).toBeGreaterThan(0.8)
  expect(figures(referral).sensitivity).toBeGreaterThan(0.7)
  expect(figures(referral).specificity).toBeGreaterThan(0.7)
  expect(figures(grades).kappa).toBeGreaterThan(0.5)
  expect(figures(grades)['observed-agreement']).toBeLessThan(1)
})

const hrf = join(
  process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data'),
  'fundus/hrf/01_h.jpg',
)
const real = (() => {
  try {
    return readFileSync(hrf)
  } catch {
    return undefined
  }
})()

it.skipIf(!real)(
  'a real photograph is shown to a device pixel by pixel (needs the High-Resolution Fundus photographs)',
  async () => {
    const own: CaseFile[] = [
      { name: 'image.jpg', role: 'image', bytes: real! },
      { name: 'reference.json', role: 'reference', bytes: Buffer.from('{"gradable":true,"grade":0}') },
    ]
    await ophthalmology.checkCase!(own, decoders)
    const [image] = await task.inputFiles(own, decoders)
    expect(Buffer.from(image!.bytes).toString('latin1', 0, 300)).toContain('DimSize = 1051 701\n')
  },
)
