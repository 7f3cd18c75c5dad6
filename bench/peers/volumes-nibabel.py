"""Dice of each label of two maps that nibabel reads whole, in the type that they are stored in: seconds, peak memory, figures.

Arguments: two NIfTI files.
"""

import json
import resource
import sys
import time

import nibabel
import numpy as np

started = time.perf_counter()
reference, result = (np.array(nibabel.load(name).dataobj) for name in sys.argv[1:3])
labels = [label for label in np.union1d(np.unique(reference), np.unique(result)) if label != 0]
dice = []
for label in labels:
    one, other = reference == label, result == label
    dice.append(float(2 * np.count_nonzero(one & other) / (np.count_nonzero(one) + np.count_nonzero(other))))
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "mebibytes": peak, "result": dice}))
