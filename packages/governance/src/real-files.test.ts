import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError, type QualityPassport, qualityPassport } from '@assay/contracts'
import {
  type Dataset,
  defaultDeidentification,
  deidentifier,
  numbers,
  pseudonymiser,
  readDataset,
  readRecord,
  text,
  texts,
  type Volume,
  valueBytes,
} from '@assay/formats'
import { describe, expect, it } from 'vitest'
import { examineStudy } from './engine/examine-study.ts'
import { readRuleSets } from './engine/read-rule-sets.ts'
import { seriesOfDatasets } from './subject/series-of-datasets.ts'
import type { Form, StudySubject } from './subject/study.ts'
import { seriesOf } from './testing/series.ts'

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../shared/data')
const pydicom = '/usr/lib/python3/dist-packages/pydicom/data/test_files'
const ruleSets = readRuleSets().filter(({ tier }) => tier <= 2)
const issuedAt = '2026-11-02T08:00:00.000Z'

type File = { file: string; dataset: Dataset }

function readFiles(folder: string): File[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort()
    .map((file) => ({ file, dataset: readDataset(readFileSync(join(folder, file)), file, { pixels: 'keep' }) }))
}

/** Slices of 16 bits without compression, in the order of their files, as a volume in HU. */
function volumeOfSlices(files: readonly { dataset: Dataset }[]): Volume {
  const value = (dataset: Dataset, tag: string) => numbers(dataset, tag)
  const [{ dataset: first }] = files as [File]
  const [[rows = 0], [columns = 0]] = [value(first, '00280010'), value(first, '00280011')]
  const [sy = 1, sx = 1] = value(first, '00280030')
  const values = new Int16Array(rows * columns * files.length)
  files.forEach(({ dataset }, z) => {
    const bytes = valueBytes(dataset, '7FE00010')!
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const [[slope = 1], [intercept = 0]] = [value(dataset, '00281053'), value(dataset, '00281052')]
    for (let i = 0; i < rows * columns; i += 1)
      values[z * rows * columns + i] = view.getInt16(2 * i, true) * slope + intercept
  })
  const affine = [
    [-sx, 0, 0, 0],
    [0, -sy, 0, 0],
    [0, 0, 1, 0],
  ] as const
  return { size: [columns, rows, files.length], spacing: [sx, sy, 1], affine, values }
}

function studyOf(
  files: readonly File[],
  category: string,
  decode = async (): Promise<Form | undefined> => undefined,
): StudySubject {
  return { id: '1.2', category, manifestHash: 'a'.repeat(64), series: seriesOfDatasets(files, decode) }
}

const outcomeOf = ({ outcomes }: QualityPassport, rule: string) => outcomes.find((one) => one.rule === rule)!

describe.skipIf(!existsSync(data))('records of patients (wants shared/data)', () => {
  it('measures three slices of a liver as they are, and holds them for want of de-identification', async () => {
    const files = readFiles(join(data, 'liver', 'ct-3slice'))
    const form = async () => ({ kind: 'volume' as const, volume: volumeOfSlices(files) })
    const passport = await examineStudy({ study: studyOf(files, 'liver-ct', form), ruleSets, issuedAt })
    expect(passport.verdict).toBe('reject')
    expect(outcomeOf(passport, 'identity-removed')).toMatchObject({ outcome: 'failed', verdict: 'reject' })
    // pydicom: 126.69, 127.69, 128.69 below the origin; 1.25 mm thick; 120 kV; kernel STANDARD.
    expect(outcomeOf(passport, 'ct-spacing').measurements[0]!.value).toBeCloseTo(1, 6)
    expect(outcomeOf(passport, 'thickness').measurements[0]!.value).toBe(1.25)
    for (const rule of [
      'ct-orientation',
      'ct-order',
      'ct-doubled-slices',
      'ct-pixels',
      'tube-voltage',
      'air',
      'doubled-pixels',
    ])
      expect({ rule, outcome: outcomeOf(passport, rule).outcome }).toEqual({ rule, outcome: 'passed' })
    // numpy, over the same windows and classes: 34.97 HU, more than the 30 that a liver is taken with.
    expect(outcomeOf(passport, 'noise')).toMatchObject({ outcome: 'failed', verdict: 'warn' })
    expect(Math.abs(outcomeOf(passport, 'noise').measurements[0]!.value - 34.97)).toBeLessThan(0.5)
  })

  it('takes the same slices after the node’s de-identification, and tells nothing of their patient', async () => {
    const files = readFiles(join(data, 'liver', 'ct-3slice'))
    const deidentify = deidentifier(defaultDeidentification, pseudonymiser(Buffer.alloc(32, 7)))
    const clean = files.map(({ file, dataset }) => {
      const { bytes } = deidentify(dataset, { where: file })
      return { file, dataset: readDataset(bytes, file, { pixels: 'keep' }) }
    })
    const passport = await examineStudy({ study: studyOf(clean, 'liver-ct'), ruleSets, issuedAt })
    expect(outcomeOf(passport, 'identity-removed')).toMatchObject({ outcome: 'passed', findings: [] })
    expect(outcomeOf(passport, 'ct-spacing').outcome).toBe('passed')
  })

  it.each(['100', '103', '105', '207', '233'])(
    'measures record %s of the MIT-BIH database, each rule to an end',
    async (name) => {
      const waveform = readRecord(`${name}.hea`, (file) => readFileSync(join(data, 'ecg', 'mitdb', file)))
      const series = seriesOf(
        { kind: 'waveform', waveform },
        { id: name, modality: 'ECG', instances: [{ file: `${name}.dat` }] },
      )
      const study = { id: name, category: 'ecg', manifestHash: 'a'.repeat(64), series: [series] }
      const passport = await examineStudy({ study, ruleSets, issuedAt })
      expect(passport.outcomes.filter(({ outcome }) => outcome === 'inconclusive')).toEqual([])
      expect(outcomeOf(passport, 'limb-leads-agree')).toMatchObject({
        outcome: 'not-applicable',
        reason: 'leads-missing',
      })
      expect(outcomeOf(passport, 'rate-and-duration').measurements.map(({ value }) => Math.round(value))).toEqual([
        360, 1806,
      ])
      expect(outcomeOf(passport, 'leads-on').outcome).toBe('passed')
    },
  )
})

describe.skipIf(!existsSync(pydicom))('every DICOM file that pydicom ships (wants python3-pydicom)', () => {
  const names = existsSync(pydicom) ? readdirSync(pydicom).filter((name) => name.endsWith('.dcm')) : []

  it.each(names)('%s ends in a verdict, and no word of its patient stands in the passport', async (name) => {
    const dataset = read(name)
    if (!dataset) return
    const passport = await examineStudy({ study: studyOf([{ file: 'a', dataset }], 'lung-ct'), ruleSets, issuedAt })
    expect(qualityPassport.parse(passport).verdict).toBe('reject')
    expect(outcomeOf(passport, 'identity-removed').outcome).toBe('failed')
    const told = JSON.stringify(passport)
    for (const tag of ['00100010', '00100020', '00080050', '00080090', '00081070', '00100030'])
      for (const value of [text(dataset, tag) ?? '', ...texts(dataset, tag)])
        if (value.length > 3) expect(told).not.toContain(value)
  })

  it('knows a CT and an MR for whole, and finds what others lack', async () => {
    const examine = async (name: string) =>
      examineStudy({ study: studyOf([{ file: 'a', dataset: read(name)! }], 'lung-ct'), ruleSets, issuedAt })
    expect(outcomeOf(await examine('CT_small.dcm'), 'attributes-of-ct').outcome).toBe('passed')
    expect(outcomeOf(await examine('MR_small.dcm'), 'attributes-of-mr').outcome).toBe('passed')
    expect(outcomeOf(await examine('waveform_ecg.dcm'), 'attributes-of-ecg').outcome).toBe('passed')
    expect(outcomeOf(await examine('badVR.dcm'), 'values-well-written').outcome).toBe('failed')
  })
})

/** Undefined for a file that is no data set: it never becomes a study. */
function read(name: string): Dataset | undefined {
  try {
    return readDataset(readFileSync(join(pydicom, name)), 'a', { pixels: 'keep' })
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
}
