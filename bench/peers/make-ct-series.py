# Makes CT series out of a real slice: fresh UIDs, a place and noise of its own for each, 300 slices a study.
import sys
from pathlib import Path

import numpy as np
import pydicom

source, folder, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
ROOT = "1.2.826.0.1.3680043.10.1401.7."
slice_ = pydicom.dcmread(sorted(source.iterdir())[0])
pixels = slice_.pixel_array
random = np.random.default_rng(1)
position = [float(value) for value in slice_.ImagePositionPatient]
for i in range(count):
    study, place = divmod(i, 300)
    slice_.StudyInstanceUID = ROOT + str(study + 1)
    slice_.SeriesInstanceUID = ROOT + str(study + 1) + ".1"
    slice_.FrameOfReferenceUID = ROOT + str(study + 1) + ".2"
    slice_.SOPInstanceUID = slice_.file_meta.MediaStorageSOPInstanceUID = ROOT + f"{study + 1}.1.{place + 1}"
    slice_.PatientID = f"MRN-{study + 1}"
    slice_.InstanceNumber = place + 1
    slice_.ImagePositionPatient = [*position[:2], position[2] + place]
    slice_.PixelData = (pixels + random.integers(0, 8, pixels.shape, dtype=pixels.dtype)).tobytes()
    slice_.save_as(folder / f"{study + 1:04d}-{place + 1:04d}.dcm")
print("{}")
