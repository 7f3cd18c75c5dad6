"""Distances between surfaces by the package surface-distance, for packages/statistics/src/overlap/element.test.ts.

Run:  PYTHONPATH=PATH/TO/CHECKOUT python3 bench/oracles/surface-distance.py > packages/statistics/src/overlap/element.oracle.json

Needs numpy, scipy (Debian: python3-scipy) and github.com/google-deepmind/surface-distance (not part of this project, nor of Debian). The
committed figures were made with the functions of its surface_distance/metrics.py (commit 2791a735) for three dimensions and the table of its
lookup_tables.py (commit 57c1e2cd) in a file of their own, which first gave the figures that its surface_distance_test.py expects.

Masks are drawn by a small generator, which the test has too: unions of ellipsoids in whole numbers, noise, and empty ones.
"""

import json
import math

import numpy as np
import surface_distance as peer


class Draw:
    def __init__(self, seed):
        self.state = seed

    def pick(self, below):
        self.state = (1103515245 * self.state + 12345) % 2**31
        return (self.state >> 8) % below


def draw_mask(draw, size, kind):
    if kind == "empty":
        return np.zeros(size, bool)
    if kind == "noise":
        flat = [draw.pick(3) == 0 for _ in range(math.prod(size))]
        return np.array(flat).reshape(size[::-1]).transpose()
    x, y, z = np.meshgrid(*[np.arange(count) for count in size], indexing="ij")
    mask = np.zeros(size, bool)
    for _ in range(1 + draw.pick(3)):
        middle = [draw.pick(2 * count) for count in size]
        weight = [1 + draw.pick(4) for _ in size]
        within = 20 + draw.pick(200)
        mask |= sum(w * (2 * axis - m) ** 2 for w, axis, m in zip(weight, (x, y, z), middle)) <= within
    return mask


def shown(value):
    if isinstance(value, tuple):
        return [shown(one) for one in value]
    return float(value) if math.isfinite(value) else "NaN" if math.isnan(value) else "Infinity"


kinds = [("bodies", "bodies")] * 5
kinds += [("noise", "noise"), ("bodies", "noise"), ("bodies", "empty"), ("empty", "bodies"), ("empty", "empty")]


def measure(seed):
    draw = Draw(seed)
    draw.pick(2)
    size = [5 + draw.pick(11) for _ in range(3)]
    spacing = [(3 + draw.pick(30)) / 10 for _ in range(3)]
    reference, result = (draw_mask(draw, size, kind) for kind in kinds[(seed - 1) % 10])
    found = peer.compute_surface_distances(reference, result, spacing)
    tolerances = (0.5, 1, 2.5)
    return {
        "seed": seed,
        "size": size,
        "spacing": spacing,
        "voxels": [int(reference.sum()), int(result.sum())],
        "average": shown(peer.compute_average_surface_distance(found)),
        "robust": [shown(peer.compute_robust_hausdorff(found, percent)) for percent in (50, 90, 95, 100)],
        "overlaps": [shown(peer.compute_surface_overlap_at_tolerance(found, one)) for one in tolerances],
        "dice": [shown(peer.compute_surface_dice_at_tolerance(found, one)) for one in tolerances],
    }


np.seterr(all="ignore")
print("[\n" + ",\n".join(json.dumps(measure(seed)) for seed in range(1, 61)) + "\n]")
