# writes: packages/statistics/src/overlap/lesions.oracle.json
"""Lesion-wise Dice and Hausdorff distance of random masks after the evaluation program of BraTS 2023 (its README and metrics.py), by
scipy: components that hang together by corners, reference lesions grown by faces and edges and joined where they then touch, each
held against all result components that touch the grown lesion; missed and false lesions count 0 and 374 mm.

Run:  /usr/bin/python3 bench/oracles/lesions.py > packages/statistics/src/overlap/lesions.oracle.json

Needs numpy and scipy (Debian: python3-scipy). Distances are between voxel surfaces, MedPy's formula; masks are drawn by a small
generator of our own.
"""

import json

import numpy as np
from scipy import ndimage

state = 23


def draw():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


def blobs(shape, count):
    grid = np.meshgrid(*[np.arange(n) for n in shape], indexing="ij")
    mask = np.zeros(shape, bool)
    for _ in range(count):
        centre = [draw() * n for n in shape]
        radius = 0.8 + 2 * draw()
        mask |= sum((g - c) ** 2 for g, c in zip(grid, centre)) <= radius ** 2
    return mask


corners, edges, faces = (ndimage.generate_binary_structure(3, n) for n in (3, 2, 1))


def surface(mask):
    return mask ^ ndimage.binary_erosion(mask, faces)


def distance95(one, other, spacing):
    there = ndimage.distance_transform_edt(~surface(other), sampling=spacing)[surface(one)]
    back = ndimage.distance_transform_edt(~surface(one), sampling=spacing)[surface(other)]
    return np.percentile(np.hstack([there, back]), 95)


def compare(reference, result, spacing, times):
    grown = ndimage.binary_dilation(reference, edges, iterations=times) if times else reference
    joined, count = ndimage.label(grown, corners)
    truth = joined * reference
    marked, marks = ndimage.label(result, corners)
    matched, rows = set(), []
    for lesion in range(1, count + 1):
        own = truth == lesion
        wide = ndimage.binary_dilation(own, edges, iterations=times) if times else own
        touching = set(np.unique(marked[wide])) - {0}
        matched |= touching
        found = np.isin(marked, list(touching))
        if touching:
            rows.append((2 * (own & found).sum() / (own.sum() + found.sum()), distance95(own, found, spacing)))
        else:
            rows.append((0, 374))
    missed = sum(row == (0, 374) for row in rows)
    false = marks - len(matched)
    every = rows + [(0, 374)] * false
    return dict(found=count - missed, missed=missed, false=false,
                meanDice=float(f"{np.mean([d for d, _ in every]):.14g}"),
                meanHausdorff95=float(f"{np.mean([h for _, h in every]):.14g}"))


def runs(mask):
    flat = np.concatenate([[0], mask.astype(int).ravel()])
    places = np.flatnonzero(np.diff(flat)).tolist()
    return np.diff([0, *places, mask.size]).tolist()


cases = []
for shape, spacing, count in [((12, 18, 20), (1, 1, 1), 9), ((10, 16, 22), (3, 0.8, 0.8), 12), ((16, 16, 16), (1, 2, 1.5), 6)]:
    reference, result = blobs(shape, count), blobs(shape, count)
    result |= np.roll(reference, 1, 2) & (np.indices(shape)[2] < shape[2] // 2)
    cases.append(dict(size=list(shape[::-1]), spacing=list(spacing[::-1]), reference=runs(reference), result=runs(result),
                      grown=[compare(reference, result, spacing, times) for times in (0, 1, 3)]))
print(json.dumps(cases))
