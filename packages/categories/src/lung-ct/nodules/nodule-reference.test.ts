import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReferenceLine } from '../../category.ts'
import type { Nodule } from './nodule.ts'
import { noduleReference } from './nodule-reference.ts'
import { readNoduleTable } from './read-nodule-table.ts'

const series = '1.3.6.1.4.1.14519.5.2.1.6279.6001.1'

/** Lines of LUNA16's own tables, by the scans of other names; and what its tables of excluded findings have. */
const annotations = `seriesuid,coordX,coordY,coordZ,diameter_mm
${series}00,-128.6994211,-175.3192718,-298.3875064,5.651470635
${series},103.7836509,-211.9251487,-227.12125,4.224708481
${series},69.63901724,-140.9445859,876.3744957,5.786347814
`
const excluded = `seriesuid,coordX,coordY,coordZ,diameter_mm
${series},-102.5,101.25,-80,-1
${series},2.5,1.25,-8,7.5
`

function read(
  lines: readonly ReferenceLine[],
  files: Record<string, string | Uint8Array> = {},
  image = series,
): Nodule[] {
  const { extension, bytes } = noduleReference.readReference({ image, lines }, (path) => Buffer.from(files[path]!))
  expect(extension).toBe('csv')
  const kept = readNoduleTable(bytes, 'kept')
  expect(new Set(kept.map((one) => one.series)).size).toBeLessThanOrEqual(1)
  expect(Buffer.from(bytes).toString()).not.toContain(series)
  return kept.map(({ nodule }) => nodule)
}

describe('what a table says of a scan', () => {
  it('is a finding a line', () => {
    const found = read([
      { x: '-12.5', y: '8', z: '-340.25', diameter: '6.5', irrelevant: '' },
      { x: '1', y: '2', z: '3', diameter: '', irrelevant: '1' },
    ])
    expect(found).toEqual([
      { centre: [-12.5, 8, -340.25], diameter: 6.5, isIrrelevant: false },
      { centre: [1, 2, 3], diameter: undefined, isIrrelevant: true },
    ])
  })

  it('is that readers found nothing, where the one line says nothing', () => {
    expect(read([{ x: '', y: '', z: '', diameter: '' }])).toEqual([])
    expect(read([{}])).toEqual([])
  })

  it.each<[string, ReferenceLine[]]>([
    ['no number', [{ x: '1,5', y: '2', z: '3', diameter: '4' }]],
    ['no number', [{ x: '1', y: '', z: '3', diameter: '4' }]],
    ['above 0', [{ x: '1', y: '2', z: '3', diameter: '-1' }]],
    ['above 0', [{ x: '1', y: '2', z: '3', diameter: '4000' }]],
    ['no number', [{ x: '1', y: '2', z: '3', diameter: '' }]],
    ['neither 0 nor 1', [{ x: '1', y: '2', z: '3', diameter: '4', irrelevant: 'yes' }]],
    ['among others', [{}, { x: '1', y: '2', z: '3', diameter: '4' }]],
    ['a file and a place', [{ x: '1', y: '2', z: '3', diameter: '4', file: 'a.csv' }]],
  ])('is refused with %s', (what, lines) => {
    expect(() => read(lines)).toThrow(what)
  })

  it('is the scan’s own lines of LUNA16’s tables, under its series or its file', () => {
    const files = { 'annotations.csv': annotations, 'annotations_excluded.csv': excluded }
    const lines = [{ file: 'annotations.csv' }, { file: 'annotations_excluded.csv', irrelevant: '1' }]
    const found = read(lines, files)
    expect(found).toEqual([
      { centre: [103.7836509, -211.9251487, -227.12125], diameter: 4.224708481, isIrrelevant: false },
      { centre: [69.63901724, -140.9445859, 876.3744957], diameter: 5.786347814, isIrrelevant: false },
      { centre: [-102.5, 101.25, -80], diameter: undefined, isIrrelevant: true },
      { centre: [2.5, 1.25, -8], diameter: 7.5, isIrrelevant: true },
    ])
    expect(read(lines, files, `subset0/${series}.mhd`)).toEqual(found)
    expect(read(lines, files, `subset0/other.mhd`)).toEqual([])
  })

  it.each([
    ['column diameter_mm', 'seriesuid,coordX,coordY,coordZ\n'],
    ['line 2: column coordY', `seriesuid,coordX,coordY,coordZ,diameter_mm\n${series},1,left,3,4\n`],
    ['line 3: column diameter_mm', `seriesuid,coordX,coordY,coordZ,diameter_mm\n\n${series},1,2,3,-1\n`],
    ['line 2: column diameter_mm', `seriesuid,coordX,coordY,coordZ,diameter_mm\n${series},1,2,3,400\n`],
    ['no UTF-8', Uint8Array.of(0x73, 0xff, 0xfe)],
  ])('is refused with %s of such a table', (what, table) => {
    expect(() => read([{ file: 't' }], { t: table })).toThrow(what)
  })
})

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPeers = spawnSync(python, ['-c', 'import pydicom, scipy.ndimage']).status === 0
const shared = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')

/** A report, a segmentation and a structure set by pydicom, of findings whose places and sizes numpy and scipy tell. */
const script = `
import json, sys, warnings
warnings.simplefilter('ignore')
import numpy as np, scipy.ndimage
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian
folder, series = sys.argv[1:3]

def of(**values):
    item = Dataset()
    for name, value in values.items(): setattr(item, name, value)
    return item
def new(name, sop_class, modality, **values):
    d = FileDataset('r', {}, file_meta=FileMetaDataset(), preamble=b'\\0' * 128)
    d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    d.file_meta.MediaStorageSOPClassUID = d.SOPClassUID = sop_class
    d.file_meta.MediaStorageSOPInstanceUID = d.SOPInstanceUID = '1.2.3'
    d.is_little_endian, d.is_implicit_VR, d.Modality = True, False, modality
    d.StudyInstanceUID, d.SeriesInstanceUID, d.PatientID, d.PatientName = '1.2', '1.2.5', 'x', 'x'
    for key, value in values.items(): setattr(d, key, value)
    d.save_as(f'{folder}/{name}.dcm', write_like_original=False)
referred = Sequence([of(SeriesInstanceUID=series, ReferencedSOPSequence=Sequence([of(ReferencedSOPClassUID='1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID='1.2.7')]))])
evidence = Sequence([of(StudyInstanceUID='1.2', ReferencedSeriesSequence=referred)])

def code(value, scheme, meaning): return Sequence([of(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)])
def content(kind, concept, **values): return of(ValueType=kind, RelationshipType='CONTAINS', ConceptNameCodeSequence=code(*concept), **values)
def group(uid, region, measurements):
    known = content('UIDREF', ('112040', 'DCM', 'Tracking Unique Identifier'), UID=uid)
    numbers = [content('NUM', concept, MeasuredValueSequence=Sequence([of(NumericValue=str(value), MeasurementUnitsCodeSequence=code(unit, 'UCUM', unit))])) for concept, value, unit in measurements]
    return content('CONTAINER', ('125007', 'DCM', 'Measurement Group'), ContentSequence=Sequence([known, *region, *numbers]))
def place(kind, data, frame='1.2.9'):
    name = ('111030', 'DCM', 'Image Region')
    if frame: return [content('SCOORD3D', name, GraphicType=kind, GraphicData=data, ReferencedFrameOfReferenceUID=frame)]
    return [content('SCOORD', name, GraphicType=kind, GraphicData=data)]
diameter, long_axis, volume = ('81827009', 'SCT', 'Diameter'), ('G-A185', 'SRT', 'Long Axis'), ('118565006', 'SCT', 'Volume')
def report(name, groups):
    new(name, '1.2.840.10008.5.1.4.1.1.88.34', 'SR', ValueType='CONTAINER', ConceptNameCodeSequence=code('126000', 'DCM', 'Imaging Measurement Report'),
        CurrentRequestedProcedureEvidenceSequence=evidence,
        ContentSequence=Sequence([content('CONTAINER', ('126010', 'DCM', 'Imaging Measurements'), ContentSequence=Sequence(groups))]))
report('sr', [
    group('2.25.1', place('POINT', [-31.5, 40.25, -120.5]), [(long_axis, 9, 'mm'), (diameter, 8.5, 'mm'), (volume, 300, 'mm3')]),
    group('2.25.2', place('ELLIPSE', [0, 10, 5, 20, 10, 5, 10, 6, 5, 10, 14, 5]), [(long_axis, 20, 'mm')])])
report('sr-none', [])
report('sr-plane', [group('2.25.1', place('POINT', [10, 20], None), [(diameter, 8.5, 'mm')])])
report('sr-inches', [group('2.25.1', place('POINT', [1, 2, 3]), [(diameter, 8.5, '[in_i]')])])

# A segmentation on an oblique grid: one segment in two parts, another beside it.
origin, across, down, spacing = np.array([-20.0, 30, -110]), np.array([0.8, 0.6, 0]), np.array([-0.6, 0.8, 0]), np.array([0.75, 0.5, 2.0])
normal = np.cross(across, down)
axes = np.c_[across, down, normal] * spacing
z, y, x = np.mgrid[0:6, 0:20, 0:24]
ball = lambda cx, cy, cz, r: ((x - cx) * spacing[0]) ** 2 + ((y - cy) * spacing[1]) ** 2 + ((z - cz) * spacing[2]) ** 2 < r * r
masks = {1: ball(6, 7, 2, 2.4) | ball(17, 12, 3, 3), 2: ball(5, 15, 4, 2.2)}
frames, pixels = [], []
for number, mask in masks.items():
    for k in range(6):
        frames.append(of(PlanePositionSequence=Sequence([of(ImagePositionPatient=['%.8f' % v for v in origin + k * axes[:, 2]])]), SegmentIdentificationSequence=Sequence([of(ReferencedSegmentNumber=number)])))
        pixels.append(mask[k])
shared = Sequence([of(PlaneOrientationSequence=Sequence([of(ImageOrientationPatient=[*map(float, across), *map(float, down)])]),
                      PixelMeasuresSequence=Sequence([of(PixelSpacing=[spacing[1], spacing[0]], SliceThickness=spacing[2], SpacingBetweenSlices=spacing[2])]))])
new('seg', '1.2.840.10008.5.1.4.1.1.66.4', 'SEG', Rows=20, Columns=24, NumberOfFrames=len(frames), BitsAllocated=1, BitsStored=1, HighBit=0, PixelRepresentation=0,
    SamplesPerPixel=1, PhotometricInterpretation='MONOCHROME2', SegmentationType='BINARY', SharedFunctionalGroupsSequence=shared, PerFrameFunctionalGroupsSequence=Sequence(frames),
    SegmentSequence=Sequence([of(SegmentNumber=n) for n in masks]), ReferencedSeriesSequence=referred, PixelData=np.packbits(np.concatenate([p.ravel() for p in pixels]), bitorder='little').tobytes())
parts = []
for mask in masks.values():
    labels, count = scipy.ndimage.label(mask, np.ones((3, 3, 3)))
    for n in range(1, count + 1):
        k, j, i = scipy.ndimage.center_of_mass(labels == n)
        parts.append([(origin + axes @ [i, j, k]).tolist(), (6 / np.pi * (labels == n).sum() * spacing.prod()) ** (1 / 3)])

# A structure set: a ball of polygons with many corners, 1 mm apart, and a square on one plane, drawn clockwise.
centre, radius = np.array([12.5, -40.0, -300.25]), 7.5
outlines = []
for dz in np.arange(-7, 7.5, 1):
    r, angle = np.sqrt(radius ** 2 - dz ** 2), np.linspace(0, 2 * np.pi, 181)[:-1]
    outlines.append(centre + np.c_[r * np.cos(angle), r * np.sin(angle), np.full(180, dz)])
square = np.array([[0, 0, 5], [0, 4, 5], [6, 4, 5], [6, 0, 5.0]])
contour = lambda points: of(ContourGeometricType='CLOSED_PLANAR', NumberOfContourPoints=len(points), ContourData=['%.6f' % v for v in points.ravel()])
new('rtstruct', '1.2.840.10008.5.1.4.1.1.481.3', 'RTSTRUCT',
    ReferencedFrameOfReferenceSequence=Sequence([of(FrameOfReferenceUID='1.2.9', RTReferencedStudySequence=Sequence([of(RTReferencedSeriesSequence=Sequence([of(SeriesInstanceUID=series)]))]))]),
    StructureSetROISequence=Sequence([of(ROINumber=n, ROIName='x', ReferencedFrameOfReferenceUID='1.2.9') for n in (1, 2)]),
    ROIContourSequence=Sequence([of(ReferencedROINumber=1, ContourSequence=Sequence([contour(o) for o in outlines])), of(ReferencedROINumber=2, ContourSequence=Sequence([contour(square)]))]))
print(json.dumps(dict(parts=parts)))
`

describe.skipIf(!hasPeers)('objects of DICOM beside a scan (needs pydicom and scipy)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-nodules-'))
  let parts: [number[], number][]
  beforeAll(() => {
    const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder, series], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    parts = JSON.parse(stdout).parts
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const findings = (name: string, image = series) =>
    read([{ file: 'f' }], { f: readFileSync(join(folder, `${name}.dcm`)) }, image)

  it('a report gives a finding a diameter, where its point or ellipse lies', () => {
    expect(findings('sr')).toEqual([
      { centre: [-31.5, 40.25, -120.5], diameter: 8.5, isIrrelevant: false },
      { centre: [10, 10, 5], diameter: 20, isIrrelevant: false },
    ])
    expect(findings('sr-none')).toEqual([])
  })

  it('a segmentation gives a finding each part of a segment, by scipy’s centre of mass, on an oblique grid', () => {
    const found = findings('seg')
    expect(found).toHaveLength(3)
    found.forEach(({ centre, diameter }, i) => {
      const [place, size] = parts[i]!
      expect(Math.hypot(...centre.map((value, axis) => value - place[axis]!))).toBeLessThan(1e-5)
      expect(diameter).toBeCloseTo(size, 6)
    })
  })

  it('a structure set gives a finding a structure: a ball as a ball, a square on one plane as a disc', () => {
    const [ball, square] = findings('rtstruct')
    expect(Math.hypot(ball!.centre[0] - 12.5, ball!.centre[1] + 40, ball!.centre[2] + 300.25)).toBeLessThan(1e-4)
    expect(ball!.diameter).toBeGreaterThan(14.9)
    expect(ball!.diameter).toBeLessThan(15.1)
    expect(square!.centre.map((value) => Math.round(1e6 * value) / 1e6)).toEqual([3, 2, 5])
    expect(square!.diameter).toBeCloseTo(2 * Math.sqrt(24 / Math.PI), 9)
  })

  it.each([
    ['sr-plane', 'without a place in the patient'],
    ['sr-inches', 'no length'],
  ])('%s is refused', (name, what) => expect(() => findings(name)).toThrow(what))

  it('one of another series is refused', () => {
    for (const name of ['sr', 'seg', 'rtstruct']) expect(() => findings(name, '1.2.3.4')).toThrow('another series')
  })

  const liver = join(shared, 'liver/liver.dcm')
  it.skipIf(!existsSync(liver))(
    'a segmentation by other software has its centre of mass where numpy finds it (needs the shared liver)',
    () => {
      const peer = `
import json, sys, numpy as np, pydicom
d = pydicom.dcmread(sys.argv[1])
pixels = d.pixel_array.reshape(d.NumberOfFrames, d.Rows, d.Columns)
measures = d.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
o = np.array(d.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence[0].ImageOrientationPatient)
points = []
for frame, item in zip(pixels, d.PerFrameFunctionalGroupsSequence):
    p = np.array(item.PlanePositionSequence[0].ImagePositionPatient)
    j, i = np.nonzero(frame)
    points.append(p + np.outer(i * measures.PixelSpacing[1], o[:3]) + np.outer(j * measures.PixelSpacing[0], o[3:]))
points = np.concatenate(points)
print(json.dumps(points.mean(axis=0).tolist()))`
      const { stdout } = spawnSync(python, ['-c', peer, liver], { encoding: 'utf8' })
      const centre = JSON.parse(stdout) as number[]
      const found = read([{ file: 'f' }], { f: readFileSync(liver) }, 'liver')
      const weight = found.reduce((sum, { diameter }) => sum + diameter! ** 3, 0)
      const mean = (axis: number) =>
        found.reduce((sum, one) => sum + one.diameter! ** 3 * one.centre[axis]!, 0) / weight
      for (const [axis, value] of centre.entries()) expect(mean(axis)).toBeCloseTo(value, 4)
    },
  )
})
