"""Writes NIfTI label maps of labels 1 and 2 as binary DICOM Segmentations beside them, a frame for each label and each slice; prints their paths.

Arguments: NIfTI files with a spacing of 1 mm.
"""

import json
import sys

import nibabel
import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian


def item(**values):
    made = Dataset()
    for name, value in values.items():
        setattr(made, name, value)
    return Sequence([made])


def frame(segment, z):
    made = Dataset()
    made.PlanePositionSequence = item(ImagePositionPatient=[0, 0, z])
    made.SegmentIdentificationSequence = item(ReferencedSegmentNumber=segment)
    return made


paths = []
for name in sys.argv[1:]:
    labels = nibabel.load(name).dataobj
    columns, rows, slices = labels.shape
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.66.4", "2.25.1"
    path = name.replace(".nii", ".dcm")
    seg = FileDataset(path, {}, file_meta=meta, preamble=b"\0" * 128)
    seg.is_little_endian, seg.is_implicit_VR = True, False
    seg.SOPClassUID, seg.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    seg.Modality, seg.SegmentationType, seg.NumberOfFrames = "SEG", "BINARY", 2 * slices
    seg.Rows, seg.Columns, seg.SamplesPerPixel, seg.PhotometricInterpretation = rows, columns, 1, "MONOCHROME2"
    seg.BitsAllocated, seg.BitsStored, seg.HighBit, seg.PixelRepresentation = 1, 1, 0, 0
    shared = Dataset()
    shared.PlaneOrientationSequence = item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
    shared.PixelMeasuresSequence = item(PixelSpacing=[1, 1], SliceThickness=1)
    seg.SharedFunctionalGroupsSequence = Sequence([shared])
    seg.PerFrameFunctionalGroupsSequence = Sequence([frame(segment, z) for segment in (1, 2) for z in range(slices)])
    planes = (np.asarray(labels[:, :, z]).T == segment for segment in (1, 2) for z in range(slices))
    seg.PixelData = b"".join(np.packbits(plane, bitorder="little").tobytes() for plane in planes)
    seg.save_as(path, write_like_original=False)
    paths.append(path)
print(json.dumps(paths))
