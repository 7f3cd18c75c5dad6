import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const python = '/usr/bin/python3'
/** Whether answers can be written. */
export const hasPydicom = spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0

/** What a box answers about images that it received. */
interface ImagingAnswer {
  /** A segmentation of one bit a voxel, a report (of a likelihood and a grade, or of points), or a secondary capture. */
  readonly kind: 'seg' | 'report' | 'picture'
  /** Folder of the objects that it was sent. */
  readonly received: string
  /** Labels of the voxels, on the grid of the slices. */
  readonly labels?: ArrayLike<number>
  readonly likelihood?: number
  readonly grade?: string
  /** Points in the patient, mm, with their probabilities. */
  readonly points?: readonly { readonly point: readonly number[]; readonly probability: number }[]
  /** Studies that it names in place of the one that it was sent. */
  readonly about?: readonly string[]
}

/** As a vendor might write it with pydicom, from the objects that it was sent and nothing else. */
const script = `
import glob, json, sys
import numpy as np, pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid
wish = json.load(open(sys.argv[1])); out = sys.argv[2]
sent = [pydicom.dcmread(name) for name in glob.glob(wish['received'] + '/*.dcm')]
studies = wish.get('about') or [sent[0].StudyInstanceUID]
def of(**values):
    d = Dataset()
    for name, value in values.items(): setattr(d, name, value)
    return d
def code(value, scheme, meaning='x'):
    return Sequence([of(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)])
def file(sop, modality):
    meta = FileMetaDataset(); meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop, generate_uid()
    data = FileDataset(out, {}, file_meta=meta, preamble=b'\\0' * 128)
    data.is_little_endian, data.is_implicit_VR = True, False
    data.SOPClassUID, data.SOPInstanceUID, data.Modality = sop, meta.MediaStorageSOPInstanceUID, modality
    data.StudyInstanceUID, data.SeriesInstanceUID, data.PatientID, data.PatientName = studies[0], generate_uid(), '', ''
    others = [of(StudyInstanceUID=one) for one in studies[1:]]
    if others: data.StudiesContainingOtherReferencedInstancesSequence = Sequence(others)
    return data
if wish['kind'] == 'seg':
    a = np.array([float(v) for v in sent[0].ImageOrientationPatient]); normal = np.cross(a[:3], a[3:])
    sent.sort(key=lambda one: float(np.dot([float(v) for v in one.ImagePositionPatient], normal)))
    labels = np.fromfile(wish['labels'], np.uint8).reshape(len(sent), sent[0].Rows, sent[0].Columns)
    data = file('1.2.840.10008.5.1.4.1.1.66.4', 'SEG')
    data.SegmentationType, data.Rows, data.Columns = 'BINARY', sent[0].Rows, sent[0].Columns
    data.BitsAllocated, data.BitsStored, data.HighBit = 1, 1, 0
    data.SamplesPerPixel, data.PixelRepresentation, data.PhotometricInterpretation = 1, 0, 'MONOCHROME2'
    distance = float(np.dot(np.array([float(v) for v in sent[1].ImagePositionPatient]) - [float(v) for v in sent[0].ImagePositionPatient], normal))
    measures = of(PixelSpacing=sent[0].PixelSpacing, SliceThickness=distance, SpacingBetweenSlices=distance)
    data.SharedFunctionalGroupsSequence = Sequence([of(PixelMeasuresSequence=Sequence([measures]),
        PlaneOrientationSequence=Sequence([of(ImageOrientationPatient=sent[0].ImageOrientationPatient)]))])
    frames, bits = [], []
    for number in (1, 2):
        for plane, one in enumerate(sent):
            frames.append(of(PlanePositionSequence=Sequence([of(ImagePositionPatient=one.ImagePositionPatient)]),
                SegmentIdentificationSequence=Sequence([of(ReferencedSegmentNumber=number)])))
            bits.append(labels[plane] == number)
    data.PerFrameFunctionalGroupsSequence, data.NumberOfFrames = Sequence(frames), len(frames)
    data.SegmentSequence = Sequence([of(SegmentNumber=n, SegmentedPropertyTypeCodeSequence=code(v, 'SCT')) for n, v in ((1, '389081007'), (2, '389080008'))])
    data.PixelData = np.packbits(np.concatenate([one.ravel() for one in bits]).astype(np.uint8), bitorder='little').tobytes()
    data['PixelData'].VR = 'OB'
elif wish['kind'] == 'report':
    data = file('1.2.840.10008.5.1.4.1.1.88.33', 'SR')
    data.ValueType, data.ContinuityOfContent, data.ConceptNameCodeSequence = 'CONTAINER', 'SEPARATE', code('126000', 'DCM')
    image = of(ReferencedSOPClassUID=sent[0].SOPClassUID, ReferencedSOPInstanceUID=sent[0].SOPInstanceUID)
    seen = of(RelationshipType='INFERRED FROM', ValueType='IMAGE', ReferencedSOPSequence=Sequence([image]))
    content = []
    if 'likelihood' in wish:
        measured = of(NumericValue=str(wish['likelihood']), MeasurementUnitsCodeSequence=code('1', 'UCUM'))
        content.append(of(RelationshipType='CONTAINS', ValueType='NUM', ConceptNameCodeSequence=code('likelihood', '99BOX'),
            MeasuredValueSequence=Sequence([measured]), ContentSequence=Sequence([seen])))
    if 'grade' in wish:
        content.append(of(RelationshipType='CONTAINS', ValueType='CODE', ConceptNameCodeSequence=code('grade', '99BOX'),
            ConceptCodeSequence=code('grade-' + wish['grade'], '99BOX')))
    def group(content):
        return of(RelationshipType='CONTAINS', ValueType='CONTAINER', ContinuityOfContent='SEPARATE',
            ConceptNameCodeSequence=code('125007', 'DCM'), ContentSequence=Sequence(content))
    def found(one):
        place = of(RelationshipType='CONTAINS', ValueType='SCOORD3D', GraphicType='POINT', GraphicData=one['point'],
            ConceptNameCodeSequence=code('111030', 'DCM'), ReferencedFrameOfReferenceUID=sent[0].FrameOfReferenceUID)
        shown = of(RelationshipType='CONTAINS', ValueType='IMAGE', ReferencedSOPSequence=Sequence([image]))
        measured = of(NumericValue=format(one['probability'], '.12f'), MeasurementUnitsCodeSequence=code('1', 'UCUM'))
        sure = of(RelationshipType='CONTAINS', ValueType='NUM', ConceptNameCodeSequence=code('111047', 'DCM'),
            MeasuredValueSequence=Sequence([measured]))
        return group([place, shown, sure])
    if 'points' in wish: data.ContentSequence = Sequence([found(one) for one in wish['points']])
    else: data.ContentSequence = Sequence([group(content)])
else:
    data = file('1.2.840.10008.5.1.4.1.1.7', 'OT')
    data.Rows, data.Columns, data.BitsAllocated, data.BitsStored, data.HighBit = 2, 2, 8, 8, 7
    data.SamplesPerPixel, data.PixelRepresentation, data.PhotometricInterpretation = 1, 0, 'MONOCHROME2'
    data.ConversionType, data.PixelData = 'WSD', bytes([0, 80, 160, 255])
data.save_as(out, write_like_original=False)
`

/** Writes an answer; gives its file, which lies beside what was received. */
export function writeImagingAnswer({ labels, ...answer }: ImagingAnswer): string {
  const place = mkdtempSync(join(dirname(answer.received), 'answer-'))
  const [wish, file] = [join(place, 'wish.json'), join(place, 'answer.dcm')]
  if (labels) writeFileSync(join(place, 'labels'), Uint8Array.from(labels))
  writeFileSync(wish, JSON.stringify({ ...answer, ...(labels ? { labels: join(place, 'labels') } : {}) }))
  const { status, stderr } = spawnSync(python, ['-c', script, wish, file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return file
}
