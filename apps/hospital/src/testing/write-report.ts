import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
/** Whether reports can be written. */
export const hasPydicom = spawnSync(python, ['-c', 'import pydicom']).status === 0

/** A report of TID 1500 about a waveform, with one normal beat. */
const script = `
import sys
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid
file, study, instance, sop_class = sys.argv[1:]
def code(value, scheme):
    item = Dataset(); item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, 'x'
    return Sequence([item])
meta = FileMetaDataset(); meta.TransferSyntaxUID = ExplicitVRLittleEndian
meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = '1.2.840.10008.5.1.4.1.1.88.34', generate_uid()
data = FileDataset(file, {}, file_meta=meta, preamble=b'\\0' * 128)
data.is_little_endian, data.is_implicit_VR = True, False
data.SOPClassUID, data.SOPInstanceUID, data.Modality = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID, 'SR'
data.StudyInstanceUID, data.SeriesInstanceUID = study, generate_uid()
data.ValueType, data.ContinuityOfContent, data.ConceptNameCodeSequence = 'CONTAINER', 'SEPARATE', code('126000', 'DCM')
reference = Dataset(); reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = sop_class, instance
waveform = Dataset(); waveform.RelationshipType, waveform.ValueType, waveform.ReferencedSOPSequence = 'SELECTED FROM', 'WAVEFORM', Sequence([reference])
place = Dataset(); place.RelationshipType, place.ValueType, place.TemporalRangeType = 'INFERRED FROM', 'TCOORD', 'POINT'
place.ReferencedTimeOffsets, place.ContentSequence = ['360.5'], Sequence([waveform])
finding = Dataset(); finding.RelationshipType, finding.ValueType = 'CONTAINS', 'CODE'
finding.ConceptNameCodeSequence, finding.ConceptCodeSequence = code('121071', 'DCM'), code('MDC_ECG_BEAT_NORMAL', 'MDC')
finding.ContentSequence = Sequence([place])
data.ContentSequence = Sequence([finding])
data.save_as(file, write_like_original=False)
`

/** Writes a report by pydicom, about an instance and in a study; needs `hasPydicom`. */
export function writeReport(file: string, about: { study: string; instance: string; sopClass: string }): void {
  const words = ['-c', script, file, about.study, about.instance, about.sopClass]
  const { status, stderr } = spawnSync(python, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}
