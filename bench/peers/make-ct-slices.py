# Writes CT slices of one series, all with the same pixels.
import os
import sys

import numpy as np

from ct_slice import ROOT, slice_of


def main(folder, count):
    pixels = np.random.default_rng(1).integers(1000, 1128, (512, 512), dtype=np.uint16).tobytes()
    for number in range(int(count)):
        dataset = slice_of(f"{ROOT}4.{number}", number, 1.25)
        dataset.PixelData = pixels
        dataset.save_as(os.path.join(folder, f"{number}.dcm"))
    print("{}")


main(*sys.argv[1:])
