import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApplianceAnswer, applianceAnswer, type DeviceManifest, type Socket } from '@assay/contracts'
import { readAnnotations, readOutputs, readVolume, startOutputPool } from '@assay/formats'
import { checkOutput } from '@assay/runner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnswerKind } from '../appliance-tables.ts'
import { isAnswered, writeOutputs } from './write-outputs.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-answers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0

/** A report of TID 1500 with a number, a choice, points in space and in time; and a segmentation of two segments. */
const script = `
import sys
import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian
def code(value, scheme, meaning='x'):
    item = Dataset(); item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])
def item(kind, relationship, concept=None, children=(), **values):
    node = Dataset(); node.ValueType, node.RelationshipType = kind, relationship
    if concept: node.ConceptNameCodeSequence = code(*concept)
    for name, value in values.items(): setattr(node, name, value)
    if children: node.ContentSequence = Sequence(children)
    return node
def num(concept, value, unit, children=()):
    measured = Dataset(); measured.NumericValue, measured.MeasurementUnitsCodeSequence = value, code(*unit)
    return item('NUM', 'CONTAINS', concept, children, MeasuredValueSequence=Sequence([measured]))
def group(*children):
    node = item('CONTAINER', 'CONTAINS', ('125007', 'DCM'), children); node.ContinuityOfContent = 'SEPARATE'
    return node
def file(name, sop, modality):
    meta = FileMetaDataset(); meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop, '1.2.3'
    data = FileDataset(name, {}, file_meta=meta, preamble=b'\\0' * 128)
    data.is_little_endian, data.is_implicit_VR = True, False
    data.SOPClassUID, data.SOPInstanceUID, data.Modality, data.StudyInstanceUID, data.SeriesInstanceUID = sop, '1.2.3', modality, '1.2', '1.2.5'
    return data
def point(x, y, z): return item('SCOORD3D', 'CONTAINS', ('111030', 'DCM'), GraphicType='POINT', GraphicData=[x, y, z], ReferencedFrameOfReferenceUID='1.2.9')
probability = ('111047', 'DCM', 'Probability of cancer')
def times(value, **where):
    return item('CODE', 'CONTAINS', ('121071', 'DCM'), [item('TCOORD', 'INFERRED FROM', None, [], **where)], ConceptCodeSequence=code(*value))
report = file('r', '1.2.840.10008.5.1.4.1.1.88.34', 'SR')
report.ValueType, report.ContinuityOfContent, report.ConceptNameCodeSequence = 'CONTAINER', 'SEPARATE', code('126000', 'DCM')
report.ContentSequence = Sequence([
    group(num(('10230-1', 'LN'), '58.5', ('%', 'UCUM')), item('CODE', 'CONTAINS', ('111000', 'X'), ConceptCodeSequence=code('high', 'X'))),
    group(item('TEXT', 'HAS OBS CONTEXT', ('112039', 'DCM'), TextValue='one'), point(1, -2, 3.5), num(probability, '0.75', ('1', 'UCUM'))),
    group(item('TEXT', 'HAS OBS CONTEXT', ('112039', 'DCM'), TextValue='two'), point(10, 20, 30), num(probability, '0.25', ('1', 'UCUM'))),
    times(('V', 'B'), TemporalRangeType='MULTIPOINT', ReferencedSamplePositions=[501, 101]),
    times(('N', 'B'), TemporalRangeType='POINT', ReferencedTimeOffsets=['0.5']),
    times(('other', 'B'), TemporalRangeType='POINT', ReferencedTimeOffsets=['9'])])
report.save_as(f'{sys.argv[1]}/report.dcm', write_like_original=False)
def one(**values):
    d = Dataset()
    for name, value in values.items(): setattr(d, name, value)
    return Sequence([d])
seg = file('s', '1.2.840.10008.5.1.4.1.1.66.4', 'SEG')
seg.SegmentationType, seg.NumberOfFrames, seg.Rows, seg.Columns, seg.BitsAllocated, seg.BitsStored, seg.HighBit = 'BINARY', 2, 2, 4, 1, 1, 0
seg.SamplesPerPixel, seg.PixelRepresentation, seg.PhotometricInterpretation = 1, 0, 'MONOCHROME2'
shared = Dataset(); shared.PixelMeasuresSequence = one(PixelSpacing=[1.0, 1.0], SliceThickness=2.0)
shared.PlaneOrientationSequence = one(ImageOrientationPatient=[1, 0, 0, 0, 1, 0]); seg.SharedFunctionalGroupsSequence = Sequence([shared])
own = []
for number, z in ((7, 0), (9, 2)):
    frame = Dataset(); frame.PlanePositionSequence = one(ImagePositionPatient=[0, 0, z])
    frame.SegmentIdentificationSequence = one(ReferencedSegmentNumber=number); own.append(frame)
seg.PerFrameFunctionalGroupsSequence = Sequence(own)
segments = []
for number, value in ((7, 'nodule'), (9, 'lung')):
    segment = Dataset(); segment.SegmentNumber, segment.SegmentedPropertyTypeCodeSequence = number, code(value, 'T'); segments.append(segment)
seg.SegmentSequence = Sequence(segments)
seg.PixelData = np.packbits(np.array([1,0,0,0, 0,0,0,1, 0,1,1,0, 0,0,0,0], np.uint8), bitorder='little').tobytes()
seg['PixelData'].VR = 'OB'
seg.save_as(f'{sys.argv[1]}/seg.dcm', write_like_original=False)
`

const concept = (value: string, scheme: string) => ({ value, scheme })
const limits = { wallSeconds: 1, cpuSeconds: 1, memoryMiB: 16, processes: 1, outputMiB: 4, outputFiles: 9 }

const pool = startOutputPool({ processes: 1 })
afterAll(() => pool.close())

/** How the node judges an output. */
async function judgedOf(output: string, manifest: Pick<DeviceManifest, 'limits' | 'outputs'>): Promise<string> {
  const left = checkOutput(output, manifest.limits)
  if (left !== 'completed') return left
  return readOutputs(pool, output, manifest.outputs).then(
    () => 'completed',
    (error) => error.code,
  )
}

let count = 0
async function outputOf(kind: Socket['kind'], answer: object, bytes: Buffer, from: AnswerKind) {
  count += 1
  const output = join(folder, `output-${count}`)
  const manifest = { outputs: [{ slug: 'out', kind, relativePath: 'out' }], limits } as never
  const answers = [applianceAnswer.parse({ output: 'out', ...answer })]
  const kept = new Map([[from, bytes]])
  expect(isAnswered(manifest, answers, kept)).toBe(true)
  writeOutputs(output, manifest, answers, { kept, waveform: () => ({ samplingFrequency: 250 }) })
  return {
    output,
    judged: await judgedOf(output, manifest),
    json: () => JSON.parse(readFileSync(join(output, 'out'), 'utf8')),
  }
}

describe.skipIf(!hasPydicom)('answers that pydicom wrote (needs python3-pydicom)', () => {
  let report: Buffer
  let segmentation: Buffer
  beforeAll(() => {
    const { status, stderr } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    report = readFileSync(join(folder, 'report.dcm'))
    segmentation = readFileSync(join(folder, 'seg.dcm'))
  })

  test('become the number and the choice of their concepts', async () => {
    const number = await outputOf('Float', { form: 'sr-number', concept: concept('10230-1', 'LN') }, report, 'report')
    expect([number.judged, number.json()]).toEqual(['completed', 58.5])
    const labels = [{ concept: concept('high', 'X'), label: 'referable' }]
    const choice = { form: 'sr-choice', concept: concept('111000', 'X'), labels }
    expect((await outputOf('Choice', choice, report, 'report')).json()).toBe('referable')
  })

  test('become points with their probabilities', async () => {
    const points = { form: 'sr-points', probability: concept('111047', 'DCM') }
    const { judged, json } = await outputOf('Multiple points', points, report, 'report')
    expect(judged).toBe('completed')
    expect(json().points).toEqual([
      { name: 'one', point: [1, -2, 3.5], probability: 0.75 },
      { name: 'two', point: [10, 20, 30], probability: 0.25 },
    ])
  })

  test('become annotations in order, counted from 0, of the declared codes alone', async () => {
    const labels = ['V', 'N'].map((label) => ({ concept: concept(label, 'B'), label }))
    const { output } = await outputOf('Waveform Annotations', { form: 'sr-times', labels }, report, 'report')
    const annotations = readAnnotations(readFileSync(join(output, 'out/record.qrs')), 'record.qrs')
    expect(annotations.map(({ sample, code }) => [sample, code])).toEqual([
      [100, 'V'],
      [125, 'N'],
      [500, 'V'],
    ])
  })

  test('become labels by the types of the segments', async () => {
    const segments = [
      { concept: concept('nodule', 'T'), label: 1 },
      { concept: concept('lung', 'T'), label: 2 },
    ]
    const { output, judged } = await outputOf('Segmentation', { form: 'seg', segments }, segmentation, 'segmentation')
    expect(judged).toBe('completed')
    const volume = readVolume(readFileSync(join(output, 'out/answer.mha')), 'answer.mha')
    expect([...volume.values]).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2, 0, 0, 0, 0, 0])
    const alone = { form: 'seg', segments: segments.slice(1) }
    await expect(outputOf('Segmentation', alone, segmentation, 'segmentation')).rejects.toThrow('output-invalid')
  })

  test('are the failure of the device where they are not what it declares', async () => {
    const missing = { form: 'sr-number', concept: concept('1', 'LN') }
    await expect(outputOf('Float', missing, report, 'report')).rejects.toThrow('output-missing')
    const twice = { form: 'sr-number', concept: concept('111047', 'DCM') }
    await expect(outputOf('Float', twice, report, 'report')).rejects.toThrow('output-invalid')
    const number: object = { form: 'sr-number', concept: concept('10230-1', 'LN') }
    await expect(outputOf('Float', number, report.subarray(0, 300), 'report')).rejects.toThrow('output-')
    await expect(outputOf('Float', number, segmentation, 'report')).rejects.toThrow('output-invalid')
    const segments: ApplianceAnswer = {
      form: 'seg',
      output: 'out',
      segments: [{ concept: concept('nodule', 'T'), label: 1 }],
    }
    await expect(outputOf('Segmentation', segments, report, 'segmentation')).rejects.toThrow('output-invalid')
  })
})

describe('JSON', () => {
  const json = (kind: Socket['kind'], text: string) => outputOf(kind, { form: 'json' }, Buffer.from(text), 'json')

  test('is held to the kind of its output, its depth and its numbers', async () => {
    expect((await json('Float', '0.5')).judged).toBe('completed')
    expect((await json('Anything', '{"a":[1]}')).judged).toBe('completed')
    expect((await json('Float', 'NaN')).judged).toBe('output-invalid')
    expect((await json('Float', '"0.5"')).judged).toBe('output-invalid')
    expect((await json('Integer', '1e999')).judged).toBe('output-invalid')
    expect((await json('Anything', '['.repeat(100_000) + ']'.repeat(100_000))).judged).toBe('output-invalid')
    expect((await json('Anything', `"${'x'.repeat(5 * 2 ** 20)}"`)).judged).toBe('output-too-large')
  })

  test('becomes annotations at samples or seconds', async () => {
    const { output } = await json(
      'Waveform Annotations',
      '{"annotations":[{"seconds":2,"label":"V"},{"sample":10,"label":"N"}]}',
    )
    const annotations = readAnnotations(readFileSync(join(output, 'out/record.qrs')), 'record.qrs')
    expect(annotations.map(({ sample, code }) => [sample, code])).toEqual([
      [10, 'N'],
      [500, 'V'],
    ])
  })
})
