# writes: packages/statistics/src/overlap/overlap.oracle.json
"""Overlap and surface distances of random masks by scipy: erosion for the voxel surface, correlation with a 2 x 2 x 2 kernel for
the corners between voxels, Euclidean distance transforms over the whole volume, numpy's percentiles.

Run:  /usr/bin/python3 bench/oracles/overlap.py > packages/statistics/src/overlap/overlap.oracle.json

Needs numpy and scipy (Debian: python3-scipy). The voxel measures are MedPy's formulas (medpy.metric.binary: dc, jc, hd, hd95, asd,
assd), which scipy's erosion and distance transform give; masks are unions of ellipsoids drawn by a small generator of our own.
"""

import json

import numpy as np
from scipy import ndimage

state = 7


def draw():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


def ellipsoids(shape, spacing, count):
    grid = np.meshgrid(*[np.arange(n) * s for n, s in zip(shape, spacing)], indexing="ij")
    mask = np.zeros(shape, bool)
    for _ in range(count):
        centre = [draw() * n * s for n, s in zip(shape, spacing)]
        radius = [2 + 5 * draw() for _ in shape]
        mask |= sum(((g - c) / r) ** 2 for g, c, r in zip(grid, centre, radius)) <= 1
    return mask


def digits(value):
    return float(f"{value:.15g}")


def surface(mask):
    return mask ^ ndimage.binary_erosion(mask, ndimage.generate_binary_structure(mask.ndim, 1))


def corners(mask):
    padded = np.pad(mask.astype(np.uint8), 1)
    inside = sum(padded[z:z + mask.shape[0] + 1, y:y + mask.shape[1] + 1, x:x + mask.shape[2] + 1]
                 for z in (0, 1) for y in (0, 1) for x in (0, 1))
    return (inside > 0) & (inside < 8)


def directed(one, other, spacing):
    return ndimage.distance_transform_edt(~other, sampling=spacing)[one]


cases = []
for shape, spacing, counts in [((8, 14, 17), (2.5, 0.7, 0.9), (3, 3)), ((12, 12, 12), (1, 1, 1), (2, 4)),
                               ((1, 20, 24), (5, 0.5, 0.5), (4, 4)), ((10, 9, 16), (1.25, 3.1, 0.4), (5, 1))]:
    reference, result = ellipsoids(shape, spacing, counts[0]), ellipsoids(shape, spacing, counts[1])
    there = directed(surface(reference), surface(result), spacing)
    back = directed(surface(result), surface(reference), spacing)
    c_there = directed(corners(reference), corners(result), spacing)
    c_back = directed(corners(result), corners(reference), spacing)
    both = np.hstack([there, back])
    cases.append(dict(
        size=list(shape[::-1]), spacing=list(spacing[::-1]),
        reference="".join(map(str, reference.astype(int).ravel())), result="".join(map(str, result.astype(int).ravel())),
        dice=digits(2 * (reference & result).sum() / (reference.sum() + result.sum())),
        jaccard=digits((reference & result).sum() / (reference | result).sum()),
        hausdorff=digits(both.max()), hd95=digits(np.percentile(both, 95)),
        directed95=digits(max(np.percentile(there, 95), np.percentile(back, 95))),
        asd=[digits(there.mean()), digits(back.mean())], assd=digits((there.mean() + back.mean()) / 2),
        assdPoints=digits(both.mean()), nsd1=digits((both <= 1).mean()),
        corners=dict(counts=[len(c_there), len(c_back)], sums=[digits(c_there.sum()), digits(c_back.sum())],
                     most=digits(max(c_there.max(), c_back.max()))),
    ))
print(json.dumps(cases))
