import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readMeasurementReport } from './read-measurement-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom']).status === 0
const hasDcmtk = spawnSync('dsrdump', ['--version']).status === 0

/** A report of TID 1500 with two groups, one that names its region by its place, and one that names itself; and where pydicom's own reports are. */
const script = `
import json, sys, warnings
warnings.simplefilter('ignore')
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian
def code(value, scheme, meaning):
    item = Dataset(); item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])
def item(kind, relationship, concept=None, children=(), **values):
    node = Dataset(); node.ValueType, node.RelationshipType = kind, relationship
    if concept: node.ConceptNameCodeSequence = code(*concept)
    for name, value in values.items(): setattr(node, name, value)
    if children: node.ContentSequence = Sequence(children)
    return node
def image(uid, frame=None, relationship='SELECTED FROM'):
    sop = Dataset(); sop.ReferencedSOPClassUID, sop.ReferencedSOPInstanceUID = '1.2.840.10008.5.1.4.1.1.2', uid
    if frame: sop.ReferencedFrameNumber = frame
    return item('IMAGE', relationship, ReferencedSOPSequence=Sequence([sop]))
def num(concept, value, unit, children=(), qualifier=None):
    measured = Dataset()
    if value is not None: measured.NumericValue, measured.MeasurementUnitsCodeSequence = value, code(*unit)
    node = item('NUM', 'CONTAINS', concept, children, MeasuredValueSequence=Sequence([] if value is None else [measured]))
    if qualifier: node.NumericValueQualifierCodeSequence = code(*qualifier)
    return node
mm, mm3 = ('mm', 'UCUM', 'millimeter'), ('mm3', 'UCUM', 'cubic millimeter')
region = item('SCOORD', 'CONTAINS', ('111030', 'DCM', 'Image Region'), [image('1.2.3.4', 2)], GraphicType='POLYLINE', GraphicData=[1.5, 2, 10, 20.25])
first = item('CONTAINER', 'CONTAINS', ('125007', 'DCM', 'Measurement Group'), [
    item('TEXT', 'HAS OBS CONTEXT', ('112039', 'DCM', 'Tracking Identifier'), TextValue='Nodule 1'),
    item('UIDREF', 'HAS OBS CONTEXT', ('112040', 'DCM', 'Tracking Unique Identifier'), UID='1.2.3.5'),
    item('CODE', 'CONTAINS', ('121071', 'DCM', 'Finding'), ConceptCodeSequence=code('M-03010', 'SRT', 'Nodule')),
    item('CODE', 'HAS CONCEPT MOD', ('363698007', 'SCT', 'Finding Site'), ConceptCodeSequence=code('39607008', 'SCT', 'Lung')),
    region,
    num(('81827009', 'SCT', 'Diameter'), '12.5', mm, [item('CODE', 'HAS CONCEPT MOD', ('121401', 'DCM', 'Derivation'), ConceptCodeSequence=code('56851009', 'SCT', 'Maximum'))]),
    num(('118565006', 'SCT', 'Volume'), None, mm3, qualifier=('114006', 'DCM', 'Measurement failure')),
    item('CODE', 'CONTAINS', ('112024', 'DCM', 'Margin'), ConceptCodeSequence=code('129738003', 'SCT', 'Spiculated')),
])
by_place = Dataset(); by_place.RelationshipType = 'INFERRED FROM'; by_place.ReferencedContentItemIdentifier = [1, 1, 1, 5]
itself = Dataset(); itself.RelationshipType = 'INFERRED FROM'; itself.ReferencedContentItemIdentifier = [1, 1, 2]
space = item('SCOORD3D', 'CONTAINS', ('111030', 'DCM', 'Image Region'), GraphicType='POINT', GraphicData=[1, -2, 3.5], ReferencedFrameOfReferenceUID='1.2.9')
second = item('CONTAINER', 'CONTAINS', ('125007', 'DCM', 'Measurement Group'), [
    item('TEXT', 'HAS OBS CONTEXT', ('112039', 'DCM', 'Tracking Identifier'), TextValue='结节 2'),
    space, num(('410668003', 'SCT', 'Length'), '-3e1', mm, [by_place, itself])])
root = FileDataset('r', {}, file_meta=FileMetaDataset(), preamble=b'\\0' * 128)
root.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
root.file_meta.MediaStorageSOPClassUID = root.SOPClassUID = '1.2.840.10008.5.1.4.1.1.88.34'
root.file_meta.MediaStorageSOPInstanceUID = root.SOPInstanceUID = '1.2.3'
root.SpecificCharacterSet = 'ISO_IR 192'; root.Modality, root.is_little_endian, root.is_implicit_VR = 'SR', True, False
root.StudyInstanceUID, root.SeriesInstanceUID, root.PatientName, root.PatientID, root.InstanceNumber = '1.2', '1.2.5', 'x', 'x', 1
root.StudyDate, root.StudyTime, root.AccessionNumber, root.ReferringPhysicianName, root.StudyID, root.PatientBirthDate, root.PatientSex = '', '', '', '', '', '', ''
root.SeriesNumber, root.ContentDate, root.ContentTime, root.PerformedProcedureCodeSequence, root.ReferencedPerformedProcedureStepSequence = 1, '20200101', '120000', Sequence([]), Sequence([])
root.CompletionFlag, root.VerificationFlag, root.ValueType, root.ContinuityOfContent = 'COMPLETE', 'UNVERIFIED', 'CONTAINER', 'SEPARATE'
root.Manufacturer = 'x'
root.ConceptNameCodeSequence = code('126000', 'DCM', 'Imaging Measurement Report')
for container in (first, second): container.ContinuityOfContent = 'SEPARATE'
measurements = item('CONTAINER', 'CONTAINS', ('126010', 'DCM', 'Imaging Measurements'), [first, second]); measurements.ContinuityOfContent = 'SEPARATE'
root.ContentSequence = Sequence([measurements, item('TEXT', 'CONTAINS', ('121106', 'DCM', 'Comment'), TextValue='As before.')])
root.save_as(f'{sys.argv[1]}/r.dcm', write_like_original=False)
print(json.dumps([get_testdata_file(name) for name in ('test-SR.dcm', 'reportsi.dcm', 'reportsi_with_empty_number_tags.dcm')]))
`

function written(): string[] {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const read = (path: string) => readMeasurementReport(readFileSync(path), path)

describe.skipIf(!hasPydicom)('a structured report (needs python3-pydicom)', () => {
  const shipped = hasPydicom ? written() : []
  const own = join(folder, 'r.dcm')
  const image = { sopClass: '1.2.840.10008.5.1.4.1.1.2', sopInstance: '1.2.3.4', frames: [2] }
  const line = { kind: 'POLYLINE', coordinates: [1.5, 2, 10, 20.25], frameOfReference: undefined, references: [image] }

  it('of TID 1500 is its measurements, each with what its group says', () => {
    const { title, isComplete, isVerified, measurements, comments } = read(own)
    expect([title?.meaning, isComplete, isVerified, comments]).toEqual([
      'Imaging Measurement Report',
      true,
      false,
      ['As before.'],
    ])
    const nodule = {
      trackingId: 'Nodule 1',
      trackingUid: '1.2.3.5',
      regions: [line],
      references: [],
      finding: { value: 'M-03010', scheme: 'SRT', meaning: 'Nodule' },
      sites: [{ value: '39607008', scheme: 'SCT', meaning: 'Lung' }],
    }
    expect(measurements[0]).toEqual({
      ...nodule,
      concept: { value: '81827009', scheme: 'SCT', meaning: 'Diameter' },
      value: 12.5,
      unit: { value: 'mm', scheme: 'UCUM', meaning: 'millimeter' },
      qualifier: undefined,
      modifiers: [
        {
          concept: { value: '121401', scheme: 'DCM', meaning: 'Derivation' },
          value: { value: '56851009', scheme: 'SCT', meaning: 'Maximum' },
        },
      ],
    })
    expect(measurements[1]).toMatchObject({
      ...nodule,
      value: undefined,
      unit: undefined,
      qualifier: { value: '114006' },
    })
  })

  it('gives a region that is named by its place, and follows no circle', () => {
    const third = read(own).measurements[2]!
    expect(third).toMatchObject({ trackingId: '结节 2', value: -30, finding: undefined, sites: [], regions: [line] })
  })

  it('gives what was coded besides', () => {
    const codes = read(own).evaluations.map(({ concept, value }) => [concept?.meaning, value.meaning])
    expect(codes).toEqual([
      ['Finding', 'Nodule'],
      ['Margin', 'Spiculated'],
    ])
  })

  it('of older forms is read, too: OFFIS’s and pydicom’s own', () => {
    const [offis, basic, empty] = shipped.map(read)
    expect(offis!.measurements.map(({ value, unit, modifiers }) => [value, unit?.value, modifiers.length])).toEqual([
      [3, 'cm', 1],
      [3, 'cm', 0],
    ])
    expect([offis!.isComplete, offis!.isVerified, offis!.title?.meaning]).toEqual([true, true, 'Diagnosis'])
    for (const report of [basic!, empty!]) expect([report.measurements.length, report.comments.length]).toEqual([0, 2])
  })

  it.skipIf(!hasDcmtk)('has the numbers and units that dsrdump prints (needs dcmtk)', () => {
    for (const path of [own, shipped[0]!]) {
      const { stdout } = spawnSync('dsrdump', ['--ignore-item-errors', '--print-all-codes', path], {
        encoding: 'latin1',
      })
      const printed = [...stdout.matchAll(/NUM:\([^)]*\)="([^"]*)" \(([^,]*),/g)].map(([, value, unit]) => [
        Number(value),
        unit,
      ])
      const measured = read(path).measurements.filter(({ value }) => value !== undefined)
      expect(printed.length).toBeGreaterThan(0)
      expect(measured.map(({ value, unit }) => [value, unit?.value])).toEqual(printed)
    }
  })

  it('that is none is refused with its reason', () => {
    const whole = readFileSync(own)
    const other = Buffer.from(whole.toString('latin1').replace('CONTAINER ', 'CODE      '), 'latin1')
    expect(() => readMeasurementReport(other, 'a')).not.toThrow(TypeError)
    expect(() => readMeasurementReport(whole.subarray(0, whole.length - 9), 'a')).toThrow('dicom-unreadable')
    expect(() => readMeasurementReport(Buffer.from('no report'), 'a')).toThrow('dicom-unreadable')
  })
})
