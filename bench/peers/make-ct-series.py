# Makes CT series out of a real slice's pixels and the header of a scanner's: fresh UIDs, a place and noise of its own for each. How many
# slices a study has is told, 300 if not; and how many rows and columns of each slice's middle are taken. pydicom writes the first header of
# a study; in the others what differs is put in its place.
import sys
from io import BytesIO
from pathlib import Path
from struct import pack

import numpy as np
import pydicom

from ct_slice import slice_of

ROOT = "1.2.826.0.1.3680043.10.1401.7."
SPACING = 1.25


def element(tag, vr, value):
    """An element of few bytes, explicit, little endian."""
    even = value if len(value) % 2 == 0 else value + (b"\0" if vr == b"UI" else b" ")
    return pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr, len(even)) + even


def own_elements(study, place):
    """What differs from slice to slice: UIDs, number and position. (The meta information, as written here, tells no length.)"""
    uid = f"{ROOT}{study + 1}.1.{place + 1}".encode()
    position = f"-180\\-180\\{-SPACING * place}".encode()
    instance = [element(0x00020003, b"UI", uid), element(0x00080018, b"UI", uid)]
    return [*instance, element(0x00200013, b"IS", str(place + 1).encode()), element(0x00200032, b"DS", position)]


def first_header(real, study, side):
    """Everything of a study's first slice before its pixels."""
    uid = ROOT + str(study + 1)
    slice_ = slice_of(f"{uid}.1.1", 0, SPACING)
    slice_.StudyInstanceUID, slice_.SeriesInstanceUID, slice_.FrameOfReferenceUID = uid, uid + ".1", uid + ".2"
    slice_.PatientID = f"MRN-{study + 1}"
    slice_.Rows = slice_.Columns = side
    slice_.PixelRepresentation, slice_.RescaleIntercept, slice_.PixelSpacing = 1, 0, real.PixelSpacing
    written = BytesIO()
    slice_.save_as(written)
    return written.getvalue()


def header_of(first, study, place):
    header = first
    for before, now in zip(own_elements(study, 0), own_elements(study, place), strict=True):
        if header.count(before) != 1:
            raise ValueError("the header holds what differs once")
        header = header.replace(before, now)
    return header


def main(source, folder, count, in_study=300, side=512):
    count, in_study, side = int(count), int(in_study), int(side)
    real = pydicom.dcmread(sorted(Path(source).iterdir())[0])
    edge = (real.Rows - side) // 2
    pixels = real.pixel_array[edge : edge + side, edge : edge + side]
    random = np.random.default_rng(1)
    for i in range(count):
        study, place = divmod(i, in_study)
        if place == 0:
            first = first_header(real, study, side)
        noise = random.integers(0, 8, pixels.shape, dtype=pixels.dtype)
        content = (pixels + noise).tobytes()
        with open(Path(folder) / f"{study + 1:04d}-{place + 1:05d}.dcm", "wb") as file:
            file.write(header_of(first, study, place) + pack("<HH2sHI", 0x7FE0, 0x0010, b"OW", 0, len(content)))
            file.write(content)
    print("{}")


main(*sys.argv[1:])
