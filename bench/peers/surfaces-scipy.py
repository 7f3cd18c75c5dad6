"""Distances between the surfaces of two masks by scipy, over the whole volume: seconds, and the 95th percentile, the average and the
share within 1 mm, as MedPy defines them.

Arguments: a file of bytes for each mask, then nx ny nz (x runs fastest), then the spacing.
"""

import json
import sys
import time

import numpy as np
from scipy import ndimage

size = [int(word) for word in sys.argv[3:6]][::-1]
spacing = [float(word) for word in sys.argv[6:9]][::-1]
reference, result = (np.fromfile(name, np.uint8).reshape(size).astype(bool) for name in sys.argv[1:3])


def surface(mask):
    return mask ^ ndimage.binary_erosion(mask, ndimage.generate_binary_structure(3, 1))


started = time.perf_counter()
one, other = surface(reference), surface(result)
eroded = time.perf_counter()
there = ndimage.distance_transform_edt(~other, sampling=spacing)[one]
back = ndimage.distance_transform_edt(~one, sampling=spacing)[other]
transformed = time.perf_counter()
both = np.concatenate([there, back])
values = [float(np.percentile(both, 95)), float((there.mean() + back.mean()) / 2), float((both <= 1).mean())]
ended = time.perf_counter()
print(json.dumps({"seconds": ended - started, "transforms": transformed - eroded, "result": values}))
