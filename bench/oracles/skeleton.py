# writes: packages/statistics/src/overlap/skeleton.oracle.json
"""Skeletons of random trees and blobs by scikit-image (method "lee"), and centreline Dice of pairs of them.

Run:  /usr/bin/python3 bench/oracles/skeleton.py > packages/statistics/src/overlap/skeleton.oracle.json

Needs scikit-image (Debian: python3-skimage). Masks are tubes along random walks, drawn by a small generator of our own; a mask is written as
the lengths of its runs, outside first, x fastest.
"""

import json

import numpy as np
from skimage.morphology import skeletonize

state = 11


def draw():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


def tubes(shape, walks, radius):
    grid = np.meshgrid(*[np.arange(n) for n in shape], indexing="ij")
    mask = np.zeros(shape, bool)
    for _ in range(walks):
        place = [draw() * (n - 1) for n in shape]
        way = [draw() - 0.5 for _ in shape]
        for _ in range(25):
            mask |= sum((g - p) ** 2 for g, p in zip(grid, place)) <= radius**2
            way = [w + 0.6 * (draw() - 0.5) for w in way]
            place = [min(n - 1, max(0, p + w)) for n, p, w in zip(shape, place, way)]
    return mask


def runs(mask):
    flat = mask.ravel().astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat, [1 - flat[-1]]])))
    return np.diff(np.concatenate([[0], edges])).tolist()


def thin(mask):
    return skeletonize(mask[0] if mask.shape[0] == 1 else mask, method="lee").astype(bool).reshape(mask.shape)


cases = []
for shape, walks, radius in [((10, 16, 14), (2, 2), 1.6), ((14, 12, 18), (3, 2), 2.5), ((1, 24, 20), (3, 3), 2.2),
                             ((12, 12, 12), (6, 6), 3.2), ((8, 20, 9), (1, 1), 0.7)]:
    reference, result = tubes(shape, walks[0], radius), tubes(shape, walks[1], radius)
    result |= reference & (np.arange(shape[2]) % 7 > 1)
    one, other = thin(reference), thin(result)
    precision, sensitivity = (other & reference).sum() / other.sum(), (one & result).sum() / one.sum()
    cases.append(dict(size=list(shape[::-1]), reference=runs(reference), result=runs(result), skeletonOfReference=runs(one),
                      skeletonOfResult=runs(other), precision=float(precision), sensitivity=float(sensitivity),
                      dice=float(2 * precision * sensitivity / (precision + sensitivity))))
print(json.dumps(cases))
