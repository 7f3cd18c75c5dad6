# The measures of tier 2 on a CT's pixels, by numpy and scipy: file, size and spacing on the command line. Prints seconds and results as JSON.
import json
import sys
import time
import zlib

import numpy as np
from scipy import ndimage

file, nx, ny, nz, sx, sy, sz = sys.argv[1], *map(int, sys.argv[2:5]), *map(float, sys.argv[5:8])
volume = np.fromfile(file, dtype=np.int16).reshape(nz, ny, nx)
started = time.perf_counter()

# Noise, air and lungs: moments of windows of 9 × 9.
side = 9
cut = volume[:, : ny // side * side, : nx // side * side]
means = np.empty((nz, ny // side, nx // side))
deviations = np.empty_like(means)
for z in range(nz):
    windows = cut[z].reshape(ny // side, side, nx // side, side).astype(np.float32)
    means[z] = windows.mean(axis=(1, 3), dtype=np.float64)
    deviations[z] = windows.std(axis=(1, 3), ddof=1, dtype=np.float64)
tissue = deviations[(means >= 0) & (means <= 100)]
histogram, edges = np.histogram(np.log(np.maximum(tissue, 0.1)) / np.log(1.02), bins=np.arange(-120, 400))
smooth = ndimage.uniform_filter1d(histogram.astype(float), 9)
noise = 1.02 ** (edges[smooth.argmax()] + 0.5)
air = np.median(means[(means > -1400) & (means < -850) & (deviations > 0.2) & (deviations < 60)])
lungs = ((means > -930) & (means < -600)).sum(axis=(1, 2))

# Truncation: tissue on the edge.
edge = np.ones((ny, nx), dtype=bool)
edge[1:-1, 1:-1] = False
truncation = max((volume[z][edge] > -300).mean() for z in range(nz))

# Motion: profiles along rows and columns, shifted against the slice before.
columns, rows = volume.sum(axis=1, dtype=np.float64), volume.sum(axis=2, dtype=np.float64)


def shifts(profiles):
    found = []
    for before, after in zip(profiles, profiles[1:]):
        costs = []
        for shift in range(-24, 25):
            a, b = (before[: len(before) - shift], after[shift:]) if shift >= 0 else (before[-shift:], after[:shift])
            costs.append(((b - a) ** 2).mean())
        best = int(np.argmin(costs))
        low, mid, high = costs[max(0, best - 1)], costs[best], costs[min(48, best + 1)]
        bend = low - 2 * mid + high
        found.append(best - 24 + ((low - high) / (2 * bend) if bend > 0 else 0))
    return np.array(found)


dx, dy = shifts(columns) * sx, shifts(rows) * sy
step = 0.0
for i in range(len(dx)):
    around = slice(max(0, i - 2), i + 3)
    middle = [np.sort(d[around])[len(d[around]) // 2] for d in (dx, dy)]
    step = max(step, np.hypot(dx[i] - middle[0], dy[i] - middle[1]))

# Doubled slices.
hashes = [zlib.crc32(volume[z].tobytes()) for z in range(nz)]

print(json.dumps({"seconds": time.perf_counter() - started, "noise": noise, "air": float(air), "step": float(step)}))
