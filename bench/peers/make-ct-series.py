# Makes CT series out of a real slice's pixels and the header of a scanner's: fresh UIDs, a place and noise of its own for each. How many
# slices a study has is told, 300 if not; and how many rows and columns of each slice's middle are taken.
import sys
from pathlib import Path

import numpy as np
import pydicom

from ct_slice import slice_of

ROOT = "1.2.826.0.1.3680043.10.1401.7."
SPACING = 1.25


def main(source, folder, count, in_study=300, side=512):
    real = pydicom.dcmread(sorted(Path(source).iterdir())[0])
    edge = (real.Rows - int(side)) // 2
    pixels = real.pixel_array[edge : edge + int(side), edge : edge + int(side)]
    random = np.random.default_rng(1)
    for i in range(int(count)):
        study, place = divmod(i, int(in_study))
        uid = ROOT + str(study + 1)
        slice_ = slice_of(f"{uid}.1.{place + 1}", place, SPACING)
        slice_.StudyInstanceUID, slice_.SeriesInstanceUID, slice_.FrameOfReferenceUID = uid, uid + ".1", uid + ".2"
        slice_.PatientID = f"MRN-{study + 1}"
        slice_.Rows = slice_.Columns = int(side)
        slice_.PixelRepresentation, slice_.RescaleIntercept, slice_.PixelSpacing = 1, 0, real.PixelSpacing
        noise = random.integers(0, 8, pixels.shape, dtype=pixels.dtype)
        slice_.PixelData = (pixels + noise).tobytes()
        slice_.save_as(Path(folder) / f"{study + 1:04d}-{place + 1:05d}.dcm")
    print("{}")


main(*sys.argv[1:])
