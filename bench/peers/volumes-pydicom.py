"""Dice of each segment of two DICOM Segmentations that pydicom reads whole: seconds, peak memory, figures.

Arguments: two segmentations whose frames describe the same planes and segments in the same order.
"""

import json
import resource
import sys
import time

import numpy as np
import pydicom

started = time.perf_counter()
reference, result = (pydicom.dcmread(name) for name in sys.argv[1:3])
segments = np.array([f.SegmentIdentificationSequence[0].ReferencedSegmentNumber for f in reference.PerFrameFunctionalGroupsSequence])
one, other = reference.pixel_array, result.pixel_array
dice = []
for segment in np.unique(segments):
    own = segments == segment
    a, b = one[own], other[own]
    dice.append(float(2 * np.count_nonzero(a & b) / (np.count_nonzero(a) + np.count_nonzero(b))))
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "mebibytes": peak, "result": dice}))
